// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

/** Powers that a store is expected to have; one that lacks a power leaves it out of {@link StoreInfo#capabilities()} and refuses with {@code UNSUPPORTED}. */
public enum StoreCapability {
    /** Everything acknowledged survives a crash of process and machine. */
    DURABLE,
    /** Operation keys are remembered and replayed. */
    IDEMPOTENCY,
    /** Commits with a {@link ReadSet} are checked. */
    READ_SETS,
    /** {@link Store#copyTo}, {@link Store#load}, {@link Store#replay} and {@link Store#beginEpoch}. */
    COPY
}
