// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that each store must hold about writes: constraints, transactions, references, idempotency. */
package io.lynchet.testkit.store.write;
