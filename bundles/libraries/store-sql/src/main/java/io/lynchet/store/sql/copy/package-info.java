// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Copies of a whole store: copying out, loading and replaying. */
package io.lynchet.store.sql.copy;
