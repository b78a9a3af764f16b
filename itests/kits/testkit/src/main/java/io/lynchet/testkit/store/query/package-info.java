// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that each store must hold about reads: filters, order, aggregates, snapshots, deadlines. */
package io.lynchet.testkit.store.query;
