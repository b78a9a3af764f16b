// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

/**
 * The capabilities that a store should have. A store that lacks one leaves it out of {@link StoreInfo#capabilities()}
 * and refuses such calls with {@code UNSUPPORTED}.
 */
public enum StoreCapability {
    /** Every acknowledged commit survives a crash of the process and of the machine. */
    DURABLE,
    /** The store remembers operation keys and replays their results. */
    IDEMPOTENCY,
    /** The store checks commits that have a {@link ReadSet}. */
    READ_SETS,
    /**
     * The store supports {@link Store#copyTo}, {@link Store#load}, {@link Store#replay} and {@link Store#beginEpoch}.
     */
    COPY
}
