// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.query.ReadMeter;
import io.lynchet.api.row.Change;

/** Counts the bytes of one read of the log: one wording of that limit of {@link Snapshot#changes} for all stores. Confined to its thread. */
public final class ChangeCount {
    private final ReadMeter meter = ReadMeter.current();
    private long bytesLeft = Snapshot.CHANGES_BYTES_MAX;

    /** Takes account of the next entry. Throws what the thread's {@link ReadMeter} throws. */
    public void add(Change change) {
        long size = change.bytes();
        meter.read(size);
        bytesLeft -= size;
    }

    /** Whether there may be another commit behind what was counted. */
    public boolean hasRoom() {
        return bytesLeft >= 0;
    }
}
