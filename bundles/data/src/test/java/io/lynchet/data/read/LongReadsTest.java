// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.CallContext;
import io.lynchet.testkit.Await;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How reads that take long give way. */
class LongReadsTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong clock = new AtomicLong();
    private final LongReads longReads = new LongReads(1);

    /** Its clock goes on by a little with each look. */
    private final ReadLimits limits =
            new ReadLimits(ReadLimits.Settings.DEFAULT, () -> clock.addAndGet(MILLI / 100), longReads);

    private ReadLimits.CallerRead search(String caller) {
        return new CallContext(() -> caller, () -> false).call(limits::search);
    }

    private void works(ReadLimits.CallerRead read, long nanos) {
        clock.addAndGet(nanos);
        read.deadline().pace();
    }

    private boolean isTurnTaken() throws InterruptedException {
        boolean free = longReads.awaitTurn(0);
        if (free) {
            longReads.giveBackTurn();
        }
        return !free;
    }

    @Test
    void shortRead_takesNoTurn() throws Exception {
        try (ReadLimits.CallerRead read = search("ada")) {
            works(read, 9 * MILLI);
            assertThat(isTurnTaken()).isFalse();
        }
    }

    @Test
    void longRead_takesATurn_andGivesItBackAtItsEnd() throws Exception {
        try (ReadLimits.CallerRead read = search("ada")) {
            works(read, 10 * MILLI);
            assertThat(isTurnTaken()).isTrue();
            works(read, 10 * MILLI);
            assertThat(isTurnTaken()).as("the only one goes on").isTrue();
            assertThat(longReads.restNanos()).isZero();
        }
        assertThat(isTurnTaken()).isFalse();
    }

    @Test
    void longReads_takeTurns() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        assertThat(longReads.awaitTurn(0)).isTrue();
        longReads.begins();
        // The clock of the limits stands nearly still, so none of them loses its patience.
        CompletableFuture<Void> ada = CompletableFuture.runAsync(() -> slices("ada", order));
        Await.until("the first one to wait", () -> longReads.restNanos() == LongReads.SLICE_NANOS);
        CompletableFuture<Void> bob = CompletableFuture.runAsync(() -> slices("bob", order));
        Await.until("the second one to wait", () -> longReads.restNanos() == 2 * LongReads.SLICE_NANOS);
        assertThat(order).as("while another one has the turn").isEmpty();
        longReads.giveBackTurn();
        longReads.ends();
        ada.get(30, TimeUnit.SECONDS);
        bob.get(30, TimeUnit.SECONDS);
        assertThat(order).containsExactlyInAnyOrder("ada", "ada", "bob", "bob");
        assertThat(isTurnTaken()).isFalse();
        assertThat(longReads.restNanos()).isZero();
    }

    private void slices(String caller, List<String> order) {
        try (ReadLimits.CallerRead read = search(caller)) {
            for (int slice = 0; slice < 2; slice++) {
                works(read, LongReads.SLICE_NANOS);
                order.add(caller);
            }
        }
    }

    @Test
    void turn_thatIsNotGivenBack_holdsUpNobodyForLong() throws Exception {
        assertThat(longReads.awaitTurn(0)).isTrue();
        longReads.begins();
        try (ReadLimits.CallerRead read = search("ada")) {
            long before = clock.get();
            // Each wait in vain lets the clock go on by more than the patience.
            ReadLimits impatient = new ReadLimits(
                    ReadLimits.Settings.DEFAULT, () -> clock.addAndGet(LongReads.SLICE_NANOS), longReads);
            try (ReadLimits.CallerRead other = new CallContext(() -> "bob", () -> false).call(impatient::search)) {
                other.deadline().pace();
            }
            assertThat(clock.get() - before).isLessThan(10 * LongReads.SLICE_NANOS);
        }
        assertThat(isTurnTaken())
                .as("what it did not have it did not give back")
                .isTrue();
    }

    @Test
    void callerWithLongReads_getsItsNextFreeTimeAfterASecond() throws Exception {
        try (ReadLimits.CallerRead read = search("ada")) {
            works(read, 10 * MILLI);
        }
        try (ReadLimits.CallerRead next = search("ada")) {
            works(next, MILLI);
            assertThat(isTurnTaken()).as("a tenth of the time is free").isTrue();
        }
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        try (ReadLimits.CallerRead later = search("ada")) {
            works(later, MILLI);
            assertThat(isTurnTaken()).isFalse();
        }
    }
}
