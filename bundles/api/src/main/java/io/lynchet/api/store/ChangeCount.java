// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.query.ReadMeter;
import io.lynchet.api.row.Change;

/** Counts the entries of one read of the log: one wording of the limits of {@link Snapshot#changes} for all stores. Confined to its thread. */
public final class ChangeCount {
    private final ReadMeter meter = ReadMeter.current();
    private int left;
    private long bytesLeft = Snapshot.CHANGES_BYTES_MAX;

    /** @param limit most entries, 1 or more */
    public ChangeCount(int limit) {
        this.left = limit;
    }

    /** Takes account of the next entry; whether there may be another one behind it. Throws what the thread's {@link ReadMeter} throws. */
    public boolean add(Change change) {
        long size = change.bytes();
        meter.read(size);
        left--;
        bytesLeft -= size;
        return left > 0 && bytesLeft >= 0;
    }
}
