// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The slowest pace at which a client may send or take a body. Something waits for it, so a client that moves a few bytes per idle timeout
 * would hold that for hours.
 *
 * @param bytesPerSecondMin 0 for any pace
 * @param graceMillis time in which any pace is good enough, for the first packets and for short hiccups
 */
public record Pace(long bytesPerSecondMin, long graceMillis) {
    /** How long so many bytes may take at most. */
    public long millisMax(long bytes) {
        return bytesPerSecondMin == 0 ? Long.MAX_VALUE : graceMillis + bytes * 1_000 / bytesPerSecondMin;
    }

    /** Measures one body from now on. */
    Meter meter() {
        return new Meter(this);
    }

    /** What one body has done so far. */
    static final class Meter {
        private final Pace pace;
        private final long start = System.nanoTime();
        private long bytes;

        private Meter(Pace pace) {
            this.pace = pace;
        }

        /** Counts bytes that were moved; an exception when it took too long so far. */
        void moved(int count) throws IOException {
            bytes += count;
            if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) > pace.millisMax(bytes)) {
                throw new IOException("the client moves fewer than " + pace.bytesPerSecondMin() + " bytes a second");
            }
        }
    }
}
