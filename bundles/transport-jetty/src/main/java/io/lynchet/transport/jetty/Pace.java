// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The slowest pace at which a client may send or take a body. A thread waits for it, so a client that dribbles one byte per idle timeout
 * would hold that thread for hours.
 */
final class Pace {
    /** Time in which any pace is good enough, for the first packets and for short hiccups. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long bytesPerSecondMin;
    private final long start = System.nanoTime();
    private long bytes;

    /** @param bytesPerSecondMin 0 for any pace */
    Pace(long bytesPerSecondMin) {
        this.bytesPerSecondMin = bytesPerSecondMin;
    }

    /** Counts bytes that were moved; an exception when it took too long so far. */
    void moved(int count) throws IOException {
        bytes += count;
        long nanos = System.nanoTime() - start;
        if (nanos > GRACE_NANOS && bytes < nanos / 1e9 * bytesPerSecondMin) {
            throw new IOException("the client moves fewer than " + bytesPerSecondMin + " bytes a second");
        }
    }
}
