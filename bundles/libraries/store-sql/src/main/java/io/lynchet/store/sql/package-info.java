// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The common part of stores that keep rows in tables of a SQL database; packed into each of them. */
package io.lynchet.store.sql;
