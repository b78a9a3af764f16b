// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MinDataRateTest {
    private final MinDataRate.Meter meter = new MinDataRate(1_000, 10_000).meter();
    private long now;

    private void waitAndMove(long seconds, int bytes) throws IOException {
        meter.waits(now);
        now += TimeUnit.SECONDS.toNanos(seconds);
        meter.moved(bytes, now);
    }

    @Test
    void clientAtThePace_goesOn() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            waitAndMove(1, 1_000);
        }
        assertThat(meter.leftNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void clientThatDrips_isTooSlow_whenTheGraceIsOver() throws IOException {
        waitAndMove(9, 1);
        assertThatThrownBy(() -> waitAndMove(9, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void fastBeginning_buysNoSlowEnd() throws IOException {
        waitAndMove(1, 1_000_000_000);
        assertThatThrownBy(() -> waitAndMove(11, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void timeInWhichNobodyWaits_doesNotCount() throws IOException {
        waitAndMove(1, 1);
        now += TimeUnit.HOURS.toNanos(1);
        waitAndMove(1, 1);
    }

    @Test
    void anyPace_isGoodEnough_whenThereIsNone() throws IOException {
        MinDataRate.Meter any = new MinDataRate(0, 10).meter();
        any.waits(0);
        any.moved(1, TimeUnit.DAYS.toNanos(1));
        assertThat(any.leftNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
