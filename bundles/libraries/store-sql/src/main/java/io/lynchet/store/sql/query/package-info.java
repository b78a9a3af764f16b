// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Queries, filters and aggregates as SQL. */
package io.lynchet.store.sql.query;
