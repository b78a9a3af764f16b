// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads that take long share half of the processors, so that short ones find the other half free: they take turns, a slice of work each. Nobody depends on a turn
 * that is not given back, since a read may stand still in the middle of its slice: who has waited for as long as the slices of all others take goes on without one.
 */
final class LongReads {
    /** A read that takes longer is a long one; and so long one works between two rests. */
    static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int processors;
    private final AtomicInteger now = new AtomicInteger();
    private final Semaphore turns;

    LongReads() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** @param processors that they share */
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

    /** Waits for a turn, and no longer than so many nanoseconds; false when it has not come. Whoever has one gives it back. */
    boolean awaitTurn(long nanos) throws InterruptedException {
        return turns.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    }

    void giveBackTurn() {
        turns.release();
    }

    /** How long one of them waits at most for its turn. */
    long restNanos() {
        return Math.max(0, now.get() - processors) * SLICE_NANOS / processors;
    }
}
