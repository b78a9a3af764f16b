// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private final Lease<String> lease = new Lease<>("service");

    @Test
    void acquire_beforeRetirement_letsManyIn() {
        assertThat(lease.acquire()).isTrue();
        assertThat(lease.acquire()).isTrue();
        assertThat(lease.service()).isEqualTo("service");
    }

    @Test
    void retire_ofAnUnusedLease_isAtOnce_andFinal() {
        assertThat(lease.retire(0)).isTrue();
        assertThat(lease.acquire()).isFalse();
        assertThat(lease.retire(0)).isTrue();
    }

    @Test
    void retire_withACallInside_timesOut_andKeepsOthersOut() {
        lease.acquire();
        assertThat(lease.retire(1)).isFalse();
        assertThat(lease.acquire()).isFalse();
        lease.release();
        assertThat(lease.retire(0)).isTrue();
    }

    @Test
    void retire_waitsForTheLastRelease_onAnotherThread() throws Exception {
        try (Callers callers = new Callers()) {
            lease.acquire();
            lease.acquire();
            Future<Boolean> retired = callers.blocked(() -> lease.retire(60_000));
            lease.release();
            assertThat(retired.isDone()).isFalse();
            lease.release();
            assertThat(retired.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void retire_whenInterrupted_givesUpAndKeepsTheInterrupt() {
        lease.acquire();
        Thread.currentThread().interrupt();
        assertThat(lease.retire(60_000)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
