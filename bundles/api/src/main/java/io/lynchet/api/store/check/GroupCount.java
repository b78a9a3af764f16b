// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store.check;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.ReadMeter;
import io.lynchet.api.store.StoreErrors;

/** A counter for the groups of one aggregate. It applies {@link AggregateQuery#BYTES_MAX} alike in all stores. */
public final class GroupCount {
    private final ReadMeter meter = ReadMeter.current();
    private long bytes;

    /**
     * Adds the next group. Fails with {@code LIMIT_EXCEEDED}, or with the exception of the thread's {@link ReadMeter}.
     */
    public void add(AggregateRow group) {
        long size = group.bytes();
        bytes += size;
        if (bytes > AggregateQuery.BYTES_MAX) {
            throw StoreErrors.groupsTooLarge();
        }
        meter.read(size);
    }
}
