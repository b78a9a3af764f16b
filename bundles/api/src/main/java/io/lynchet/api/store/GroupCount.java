// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.ReadMeter;

/** Counts the groups of one aggregate while a store makes them: one wording of {@link AggregateQuery#BYTES_MAX} for all stores. */
public final class GroupCount {
    private final ReadMeter meter = ReadMeter.current();
    private long bytes;

    /** Takes account of the next group; {@code LIMIT_EXCEEDED}, or what the thread's {@link ReadMeter} throws. */
    public void add(AggregateRow group) {
        long size = group.bytes();
        bytes += size;
        if (bytes > AggregateQuery.BYTES_MAX) {
            throw Refusals.groupsTooLarge();
        }
        meter.read(size);
    }
}
