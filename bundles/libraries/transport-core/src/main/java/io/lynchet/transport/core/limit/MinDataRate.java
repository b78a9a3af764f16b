// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.limit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The slowest rate at which a client may send or take a body. Each body holds resources, and a client that moves a few
 * bytes per idle timeout would hold them for hours.
 *
 * @param bytesPerSecondMin 0 for any rate
 * @param graceMillis how far a client may be behind, for the first packets and for short interruptions
 */
public record MinDataRate(long bytesPerSecondMin, long graceMillis) {
    /** Returns the longest time for that many bytes. */
    public long millisMax(long bytes) {
        return bytesPerSecondMin == 0 ? Long.MAX_VALUE : graceMillis + bytes * 1_000 / bytesPerSecondMin;
    }

    /** Returns a meter for one body. */
    public Meter meter() {
        return new Meter(this);
    }

    /**
     * The meter of how far the client of one body is behind. Only waiting for it counts. A fast beginning earns no
     * credit, so that a client can't be slow for hours afterwards. For one thread at a time.
     */
    public static final class Meter {
        private final MinDataRate pace;
        private final long graceNanos;
        private long leftNanos;
        private long waitingSince;

        private Meter(MinDataRate pace) {
            this.pace = pace;
            this.graceNanos = TimeUnit.MILLISECONDS.toNanos(pace.graceMillis());
            this.leftNanos = graceNanos;
        }

        /** Tells that waiting for the client begins. */
        public void waits() {
            waits(System.nanoTime());
        }

        void waits(long nowNanos) {
            waitingSince = nowNanos;
        }

        /**
         * Tells that waiting ends, since that many bytes were moved. Throws {@link IOException} when the client is too
         * far behind all the same.
         */
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

        /** Returns how long the wait for the client's next byte may last. */
        public long leftNanos() {
            return pace.bytesPerSecondMin() == 0 ? Long.MAX_VALUE : leftNanos;
        }

        public IOException tooSlow() {
            return new IOException("the client moves fewer than " + pace.bytesPerSecondMin() + " bytes a second");
        }
    }
}
