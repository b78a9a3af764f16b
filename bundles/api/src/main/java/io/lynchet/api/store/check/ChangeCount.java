// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store.check;

import io.lynchet.api.query.ReadMeter;
import io.lynchet.api.row.Change;
import io.lynchet.api.store.Snapshot;

/**
 * A counter for the bytes of one read of the log. It applies the byte limit of {@link Snapshot#changes} alike in all
 * stores. Confined to one thread.
 */
public final class ChangeCount {
    private final ReadMeter meter = ReadMeter.current();
    private long bytesLeft = Snapshot.CHANGES_BYTES_MAX;

    /** Adds the next entry. Throws the exception of the thread's {@link ReadMeter}. */
    public void add(Change change) {
        long size = change.bytes();
        meter.read(size);
        bytesLeft -= size;
    }

    /** Returns whether another commit may follow the counted entries. */
    public boolean hasRoom() {
        return bytesLeft >= 0;
    }
}
