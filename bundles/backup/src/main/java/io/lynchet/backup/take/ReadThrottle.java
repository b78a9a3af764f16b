// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.take;

import io.lynchet.api.store.Store;
import io.lynchet.backup.format.ContentLines;
import io.lynchet.backup.format.TaskSteps;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A throttle for reads of everything that leaves the processor to writers. While there are writes, it rests as long as
 * it has worked, in slices so short that no writer waits for long. Without writes it does not rest.
 */
public final class ReadThrottle implements ContentLines.Tick {
    static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** A slice may have been long because the machine was stalled. */
    private static final long REST_NANOS_MAX = 10 * SLICE_NANOS;

    private final LongSupplier head;
    private final TaskSteps steps;
    private final LongSupplier clock;
    private long seenHead;
    private long sliceBegan;

    /** @param written the store that takes the writes */
    public ReadThrottle(Store written, TaskSteps steps) {
        this(() -> written.info().headSeq(), steps, System::nanoTime);
    }

    ReadThrottle(LongSupplier head, TaskSteps steps, LongSupplier clock) {
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
