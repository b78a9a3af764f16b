// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeasedRegistryTest {
    private final LeasedRegistry<String, Object> registry = new LeasedRegistry<>();

    private Object serving(String name) {
        Lease<Object> lease = registry.acquire(name);
        if (lease == null) {
            return null;
        }
        lease.release();
        return lease.service();
    }

    @Test
    void acquire_ofAnUnknownName_isNull() {
        assertThat(registry.acquire("a")).isNull();
        assertThat(registry.names()).isEmpty();
        assertThat(registry.remove("a", "x")).isTrue();
    }

    @Test
    void acquire_prefersTheHighestRanking_thenTheNewest() {
        registry.add("a", 0, 10, "old");
        registry.add("a", 0, 12, "new");
        assertThat(serving("a")).isEqualTo("new");
        registry.add("a", 0, 11, "between");
        assertThat(serving("a")).isEqualTo("new");
        registry.add("a", 5, 1, "ranked");
        assertThat(serving("a")).isEqualTo("ranked");
        registry.add("a", -1, 99, "low");
        assertThat(serving("a")).isEqualTo("ranked");
        assertThat(registry.remove("a", "ranked")).isTrue();
        assertThat(serving("a")).isEqualTo("new");
        assertThat(registry.remove("a", "new")).isTrue();
        assertThat(registry.remove("a", "between")).isTrue();
        assertThat(serving("a")).isEqualTo("old");
        assertThat(registry.remove("a", "old")).isTrue();
        assertThat(serving("a")).isEqualTo("low");
        assertThat(registry.names()).containsExactly("a");
        assertThat(registry.remove("a", "low")).isTrue();
        assertThat(registry.names()).isEmpty();
    }

    @Test
    void names_areIndependent() {
        registry.add("a", 0, 1, "x");
        registry.add("b", 0, 1, "y");
        assertThat(registry.remove("a", "y")).isTrue();
        assertThat(serving("a")).isEqualTo("x");
        assertThat(serving("b")).isEqualTo("y");
    }

    @Test
    void remove_waitsForTheCallInside() throws Exception {
        try (Callers callers = new Callers()) {
            registry.add("a", 0, 1, "x");
            Lease<Object> lease = registry.acquire("a");
            Future<Boolean> removed = callers.blocked(() -> registry.remove("a", "x"));
            assertThat(removed.isDone()).isFalse();
            assertThat(registry.acquire("a")).isNull();
            lease.release();
            assertThat(removed.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void replacement_underLoad_reachesNoClosedService_andAlwaysFindsOne() throws Exception {
        AtomicLong violations = new AtomicLong();
        AtomicLong absent = new AtomicLong();
        LeasedRegistry<String, Swappable> services = new LeasedRegistry<>();
        try (Callers callers = new Callers()) {
            Swappable current = new Swappable(violations);
            services.add("a", 0, 0, current);
            callers.loop(8, () -> {
                Lease<Swappable> lease = services.acquire("a");
                if (lease == null) {
                    absent.incrementAndGet();
                    return true;
                }
                try {
                    return lease.service().use();
                } finally {
                    lease.release();
                }
            });
            for (int i = 1; i <= 300; i++) {
                callers.awaitCalls(20);
                Swappable next = new Swappable(violations);
                services.add("a", 0, i, next);
                assertThat(services.remove("a", current)).isTrue();
                current.close();
                current = next;
            }
            assertThat(callers.stop()).isGreaterThan(300);
        }
        assertThat(violations).hasValue(0);
        assertThat(absent).hasValue(0);
    }
}
