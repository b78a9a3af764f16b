// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The store in a PostgreSQL database, with one writer, group commit, and pools of readers. */
package io.lynchet.store.postgres;
