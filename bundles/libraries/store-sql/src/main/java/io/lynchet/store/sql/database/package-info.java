// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Access to a database over JDBC: dialect, connections, statements and failures. */
package io.lynchet.store.sql.database;
