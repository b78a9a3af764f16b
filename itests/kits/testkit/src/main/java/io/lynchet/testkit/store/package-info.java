// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The contract kit of {@link io.lynchet.api.store.Store}: one abstract class per capability.
 *
 * <p>A provider implements {@link io.lynchet.testkit.store.StoreFixture} and adopts the kit in one file, with one
 * nested class that extends each contract. Tests are named by behaviour; their display names quote the Javadoc of the
 * contract.
 */
package io.lynchet.testkit.store;
