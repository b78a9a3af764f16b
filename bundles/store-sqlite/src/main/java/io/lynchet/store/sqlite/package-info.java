// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The default store: one SQLite file, one writer with group commit, pools of readers. */
package io.lynchet.store.sqlite;
