// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Schema installs: tables, columns, indexes, values that can't be converted. */
package io.lynchet.store.sql.schema;
