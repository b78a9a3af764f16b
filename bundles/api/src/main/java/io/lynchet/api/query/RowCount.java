// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.row.Row;

/**
 * A counter for the rows of one query. It applies {@link Query#bytesMax} alike in all stores. Confined to its thread.
 */
public final class RowCount {
    private final long bytesMax;
    private final ReadMeter meter = ReadMeter.current();
    private final boolean counting;
    private long bytes;

    public RowCount(Query query) {
        this.bytesMax = query.bytesMax();
        this.counting = bytesMax < Query.BYTES_UNLIMITED || meter != ReadMeter.NONE;
    }

    /**
     * Adds the next row of the result; returns whether another row may follow. Throws the exception of the thread's
     * {@link ReadMeter}.
     */
    public boolean add(Row row) {
        if (!counting) {
            return true;
        }
        boolean more = bytes <= bytesMax;
        int size = row.bytes();
        bytes += size;
        meter.read(size);
        return more;
    }
}
