// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.store.Store;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets writers have the processor: while they write, reading everything rests as long as it has worked, in slices so short that none of them
 * waits for long. When nobody writes it does not rest.
 */
final class Courtesy implements ContentLines.Tick {
    static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** A slice may have been long because the machine stood still. */
    private static final long REST_NANOS_MAX = 10 * SLICE_NANOS;

    private final LongSupplier head;
    private final Steps steps;
    private final LongSupplier clock;
    private long seenHead;
    private long sliceBegan;

    /** @param written the store that writers write to */
    Courtesy(Store written, Steps steps) {
        this(() -> written.info().headSeq(), steps, System::nanoTime);
    }

    Courtesy(LongSupplier head, Steps steps, LongSupplier clock) {
        this.head = head;
        this.steps = steps;
        this.clock = clock;
        this.seenHead = head.getAsLong();
        this.sliceBegan = clock.getAsLong();
    }

    @Override
    public void one() {
        steps.one();
        long worked = clock.getAsLong() - sliceBegan;
        if (worked < SLICE_NANOS) {
            return;
        }
        long now = head.getAsLong();
        if (now != seenHead) {
            seenHead = now;
            steps.rest(Math.min(worked, REST_NANOS_MAX));
        }
        sliceBegan = clock.getAsLong();
    }
}
