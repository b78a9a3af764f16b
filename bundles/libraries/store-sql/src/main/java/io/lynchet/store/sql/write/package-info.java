// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The writer: its queue, its checks, group commit, and the notification of listeners and callers. */
package io.lynchet.store.sql.write;
