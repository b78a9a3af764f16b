// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FixedRatePacerTest {

    private static final long MILLI = 1_000_000;
    private final Window window = new Window();

    private Pacer pacer(double rate, double phase) {
        window.open(0, new LoadSpec.Timing(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        return new FixedRatePacer(window, rate, phase);
    }

    @Test
    void take_givesEachMomentOnce_andNeverBeforeIt() {
        Pacer pacer = pacer(100, 0);
        assertThat(pacer.take(0)).isZero();
        assertThat(pacer.take(9 * MILLI)).isEqualTo(Pacer.NONE);
        assertThat(pacer.dueIn(9 * MILLI)).isEqualTo(MILLI);
        assertThat(pacer.take(10 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void take_afterAStall_keepsTheIntendedMoments() {
        Pacer pacer = pacer(100, 0);
        assertThat(pacer.backlog(45 * MILLI)).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(pacer.take(45 * MILLI)).isEqualTo(i * 10 * MILLI);
        }
        assertThat(pacer.take(45 * MILLI)).isEqualTo(Pacer.NONE);
        assertThat(pacer.backlog(45 * MILLI)).isZero();
    }

    @Test
    void take_afterTheEnd_givesWhatWasDueWithinTheWindowOnly() {
        Pacer pacer = pacer(100, 0);
        long taken = 0;
        while (pacer.take(5_000 * MILLI) != Pacer.NONE) {
            taken++;
        }
        assertThat(taken).isEqualTo(100);
        assertThat(pacer.dueIn(5_000 * MILLI)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void take_withAPhase_liesBetweenTheMomentsOfTheOthers() {
        assertThat(pacer(100, 0.5).take(20 * MILLI)).isEqualTo(5 * MILLI);
    }

    @Test
    void closedLoop_isDueUntilTheEnd() {
        window.open(0, new LoadSpec.Timing(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        Pacer pacer = Pacer.closedLoop(window);
        assertThat(pacer.take(7)).isEqualTo(7);
        assertThat(pacer.take(1000 * MILLI)).isEqualTo(Pacer.NONE);
    }
}
