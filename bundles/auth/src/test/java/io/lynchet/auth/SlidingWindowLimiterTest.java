// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SlidingWindowLimiterTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final SlidingWindowLimiter attempts = new SlidingWindowLimiter(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    private void take(String key) {
        attempts.take("login", key, 3, MINUTE);
    }

    @Test
    void beyondTheLimit_isRefused_withTheTimeToWait() {
        for (int i = 0; i < 3; i++) {
            take("a");
            now = now.plusSeconds(10);
        }
        assertThatThrownBy(() -> take("a")).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(e.retryAfterSeconds()).hasValue(30);
        });
    }

    @Test
    void window_slides_soThatARefusedCallerIsLetInAfterTheTimeItWasTold() {
        for (int i = 0; i < 3; i++) {
            take("a");
            now = now.plusSeconds(10);
        }
        now = now.plusSeconds(30);
        take("a");
        assertThatThrownBy(() -> take("a")).isInstanceOf(LynchetException.class);
    }

    @Test
    void keysAndActions_haveTheirOwnCounts() {
        for (int i = 0; i < 3; i++) {
            take("a");
        }
        take("b");
        attempts.take("register", "a", 3, MINUTE);
    }

    @Test
    void addressesOfOneNetwork_countTogether() {
        take("2001:db8:1:2::1");
        take("2001:db8:1:2:ffff::2");
        take("2001:0DB8:1:2:0:0:0:3%eth0");
        assertThatThrownBy(() -> take("2001:db8:1:2::4")).isInstanceOf(LynchetException.class);
        take("2001:db8:1:3::1");
        take("a:b");
        take("::g:1");
    }

    @Test
    void forgotten_beginsAnew() {
        for (int i = 0; i < 3; i++) {
            take("a");
        }
        attempts.forget("login", "a");
        take("a");
    }

    @Test
    void manyKeys_areBounded_andTheBusyOneIsNotForgotten() {
        take("busy");
        take("busy");
        for (int i = 0; i < 150_000; i++) {
            take("key" + i);
            if (i == 60_000) {
                take("busy");
            }
        }
        assertThatThrownBy(() -> take("busy")).isInstanceOf(LynchetException.class);
        take("key1");
        take("key1");
        take("key1");
    }
}
