// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The turns of long reads. They share half of the processors, so that short ones find the other half free. Each works
 * in turns of one slice. A read may hang inside its slice, so no read depends on the return of a turn: after waiting as
 * long as the slices of all others take, it goes on without one.
 */
final class LongReads {
    /** A read that takes longer is a long one; this is also its working time between two rests: 10 ms. */
    static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int processors;
    private final AtomicInteger now = new AtomicInteger();
    private final Semaphore turns;

    LongReads() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** @param processors the number of processors that they share */
    LongReads(int processors) {
        this.processors = processors;
        this.turns = new Semaphore(processors, true);
    }

    void begins() {
        now.incrementAndGet();
    }

    void ends() {
        now.decrementAndGet();
    }

    /**
     * Waits for a turn, for at most that time, and returns whether it has come. A caller with a turn must give it back.
     */
    boolean awaitTurn(long nanos) throws InterruptedException {
        return turns.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    }

    void giveBackTurn() {
        turns.release();
    }

    /** Returns the longest wait of one read for its turn. */
    long restNanos() {
        return Math.max(0, now.get() - processors) * SLICE_NANOS / processors;
    }
}
