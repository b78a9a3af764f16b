// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The one thread that follows the log: its mailbox, its threads for reads, and the joins, leaves and moves of
 * subscriptions.
 */
package io.lynchet.live.engine;
