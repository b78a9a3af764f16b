// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that each store must hold about its log: commits, order, pruning, restarts. */
package io.lynchet.testkit.store.log;
