// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Readers: snapshots, and views of the newest state. */
package io.lynchet.store.sql.read;
