// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

/** The time frame of a run in {@link System#nanoTime()}, opened when all connections stand; shared by its threads. */
final class Window {

    private volatile boolean open;
    private long start;
    private long recordFrom;
    private volatile long end;

    void open(long now, LoadSpec.Timing timing) {
        start = now;
        recordFrom = now + timing.warmup().toNanos();
        end = recordFrom + timing.measured().toNanos();
        open = true;
    }

    /** No request starts after this moment. */
    void endAt(long now) {
        end = now;
    }

    boolean isOpen() {
        return open;
    }

    long start() {
        return start;
    }

    long recordFrom() {
        return recordFrom;
    }

    long end() {
        return end;
    }
}
