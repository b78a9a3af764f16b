// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateTableTest {
    private static final long SOMEBODY = 0x9F3A_0000_0000_0000L;

    private final AtomicLong nanos = new AtomicLong(-5);
    private final RateTable table = new RateTable(60, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static int taken(RateTable table, long caller, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += table.take(caller) == 0 ? 1 : 0;
        }
        return taken;
    }

    /** Another caller of the same bucket, whichever it is. */
    private static long other(int i) {
        return (long) i << 48;
    }

    @Test
    void aMinutesWorth_comesAtOnce_andThenAtAnEvenPace() {
        assertThat(taken(table, SOMEBODY, 100)).isEqualTo(60);
        assertThat(table.take(SOMEBODY)).isEqualTo(1_000_000);
        pass(Duration.ofMillis(999));
        assertThat(table.take(SOMEBODY)).isEqualTo(1_000);
        pass(Duration.ofMillis(1));
        assertThat(taken(table, SOMEBODY, 5)).isEqualTo(1);
        pass(Duration.ofSeconds(10));
        assertThat(taken(table, SOMEBODY, 50)).isEqualTo(10);
        pass(Duration.ofHours(1));
        assertThat(taken(table, SOMEBODY, 100)).isEqualTo(60);
    }

    @Test
    void callers_haveTheirOwnCounts() {
        assertThat(taken(table, SOMEBODY, 60)).isEqualTo(60);
        assertThat(taken(table, SOMEBODY + 1, 100)).isEqualTo(60);
        assertThat(taken(table, other(7), 100)).isEqualTo(60);
        assertThat(table.take(SOMEBODY)).isPositive();
    }

    @Test
    void waitMicros_takesNothing_andChargeIsOwedAlsoBeyondTheLimit() {
        for (int i = 0; i < 100; i++) {
            assertThat(table.waitMicros(SOMEBODY)).isZero();
        }
        for (int i = 0; i < 70; i++) {
            table.charge(SOMEBODY, 1);
        }
        assertThat(table.waitMicros(SOMEBODY)).isEqualTo(11_000_000);
        pass(Duration.ofSeconds(11));
        assertThat(table.waitMicros(SOMEBODY)).isZero();
    }

    @Test
    void manyThreads_getExactlyTheLimit() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 50; round++) {
                RateTable fresh = new RateTable(1_000, nanos::get, 1);
                CyclicBarrier start = new CyclicBarrier(threads);
                List<Future<Integer>> counts = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    Callable<Integer> taking = () -> {
                        start.await();
                        return taken(fresh, SOMEBODY, 500);
                    };
                    counts.add(pool.submit(taking));
                }
                int sum = 0;
                for (Future<Integer> count : counts) {
                    sum += count.get();
                }
                assertThat(sum).isEqualTo(1_000);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** An attacker with ever new addresses, who wants to make the table forget what one of them has sent. */
    @Test
    void ofManyCallers_noneIsForgotten_asLongAsTheyFit() {
        RateTable small = new RateTable(60, nanos::get, 1);
        assertThat(taken(small, SOMEBODY, 60)).isEqualTo(60);
        // One request a second each, which is what a slot works off meanwhile: they share the seven other slots.
        for (int i = 1; i < 7_000; i++) {
            assertThat(small.take(other(i))).isZero();
            pass(i % 7 == 0 ? Duration.ofSeconds(1) : Duration.ZERO);
            if (i % 7 == 0) {
                assertThat(taken(small, SOMEBODY, 3)).isEqualTo(1);
            }
        }
    }

    @Test
    void beyondThat_newcomersInheritDebts_soThatLimitsGetStricter_neverVoid() {
        RateTable small = new RateTable(60, nanos::get, 1);
        int all = 0;
        for (int i = 1; i < 10_000; i++) {
            all += taken(small, other(i), 2);
        }
        assertThat(all).isEqualTo(RateTable.SLOTS_A_BUCKET * 60);
        assertThat(small.take(SOMEBODY)).isPositive();
        assertThat(small.waitMicros(SOMEBODY)).isPositive();
        pass(Duration.ofSeconds(1));
        assertThat(small.take(SOMEBODY)).isZero();
    }
}
