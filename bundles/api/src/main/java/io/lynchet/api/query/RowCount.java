// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.row.Row;

/** Counts the rows of one query while a store reads them: one wording of {@link Query#bytesMax} for all stores. Confined to its thread. */
public final class RowCount {
    private final long bytesMax;
    private final ReadMeter meter = ReadMeter.current();
    private final boolean counting;
    private long bytes;

    public RowCount(Query query) {
        this.bytesMax = query.bytesMax();
        this.counting = bytesMax < Query.BYTES_UNLIMITED || meter != ReadMeter.NONE;
    }

    /** Takes account of the next row of the result; whether there may be another one behind it. Throws what the thread's {@link ReadMeter} throws. */
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
