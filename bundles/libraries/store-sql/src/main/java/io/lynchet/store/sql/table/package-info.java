// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The tables: rows of entities, the log of changes, and remembered results of operations. */
package io.lynchet.store.sql.table;
