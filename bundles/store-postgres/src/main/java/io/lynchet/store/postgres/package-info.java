// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Rows in a PostgreSQL database: one writer with group commit, a pool of readers. */
package io.lynchet.store.postgres;
