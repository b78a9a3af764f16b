// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.take;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.LynchetException;
import io.lynchet.backup.format.TaskSteps;
import io.lynchet.testkit.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadThrottleTest {
    private static final int RECORDS = 100;

    private final AtomicLong head = new AtomicLong();
    private final AtomicLong clock = new AtomicLong();
    private final TaskSteps steps = new TaskSteps();
    private final ReadThrottle courtesy = new ReadThrottle(head::get, steps, clock::get);

    /** Each record takes half a slice; a rest ends with an exception. */
    private void readInterrupted() {
        // More than are looked at, since otherwise the step's end would be noticed, too.
        steps.step("reading", 10 * RECORDS);
        Thread.currentThread().interrupt();
        try {
            for (int i = 0; i < RECORDS; i++) {
                clock.addAndGet(ReadThrottle.SLICE_NANOS / 2);
                courtesy.one();
            }
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void whileSomebodyWrites_itRestsAsLongAsItWorks() {
        long began = System.nanoTime();
        for (int i = 0; i < RECORDS; i++) {
            head.incrementAndGet();
            clock.addAndGet(ReadThrottle.SLICE_NANOS / 2);
            courtesy.one();
        }
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(RECORDS / 2 * ReadThrottle.SLICE_NANOS);
    }

    @Test
    void whenNobodyWrites_itDoesNotRest() {
        readInterrupted();
        head.incrementAndGet();
        assertThatThrownBy(this::readInterrupted).isInstanceOf(LynchetException.class);
    }

    @Test
    void cancelling_endsARestAtOnce() throws Exception {
        CountDownLatch resting = new CountDownLatch(1);
        CompletableFuture<Void> rest = CompletableFuture.runAsync(() -> {
            resting.countDown();
            steps.rest(TimeUnit.HOURS.toNanos(1));
        });
        Await.open("the rest", resting);
        steps.cancel();
        assertThatThrownBy(() -> rest.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(LynchetException.class);
    }
}
