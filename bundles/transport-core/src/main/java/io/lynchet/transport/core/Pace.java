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
 * @param graceMillis how far a client may be behind, for the first packets and for short hiccups
 */
public record Pace(long bytesPerSecondMin, long graceMillis) {
    /** How long so many bytes may take at most. */
    public long millisMax(long bytes) {
        return bytesPerSecondMin == 0 ? Long.MAX_VALUE : graceMillis + bytes * 1_000 / bytesPerSecondMin;
    }

    /** For one body. */
    public Meter meter() {
        return new Meter(this);
    }

    /**
     * How far the client of one body is behind. Only waiting for it counts, and what it was once ahead does not: who began fast may not
     * be slow for hours after that. For one thread at a time.
     */
    public static final class Meter {
        private final Pace pace;
        private final long graceNanos;
        private long leftNanos;
        private long waitingSince;

        private Meter(Pace pace) {
            this.pace = pace;
            this.graceNanos = TimeUnit.MILLISECONDS.toNanos(pace.graceMillis());
            this.leftNanos = graceNanos;
        }

        /** From now on somebody waits for the client. */
        public void waits() {
            waits(System.nanoTime());
        }

        void waits(long nowNanos) {
            waitingSince = nowNanos;
        }

        /** Nobody waits any more, since so many bytes were moved; an exception when the client is too far behind all the same. */
        public void moved(int count) throws IOException {
            moved(count, System.nanoTime());
        }

        void moved(int count, long nowNanos) throws IOException {
            if (pace.bytesPerSecondMin() == 0) {
                return;
            }
            long earned = count * TimeUnit.SECONDS.toNanos(1) / pace.bytesPerSecondMin();
            leftNanos = Math.min(graceNanos, leftNanos - (nowNanos - waitingSince) + earned);
            if (leftNanos < 0) {
                throw tooSlow();
            }
        }

        /** How long one may wait for the client's next byte. */
        public long leftNanos() {
            return pace.bytesPerSecondMin() == 0 ? Long.MAX_VALUE : leftNanos;
        }

        public IOException tooSlow() {
            return new IOException("the client moves fewer than " + pace.bytesPerSecondMin() + " bytes a second");
        }
    }
}
