// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final int THREADS = 8;
    private static final int SWAPS = 300 * Integer.getInteger("lynchet.rounds.scale", 1);

    private final Gate<Swappable> gate = new Gate<>("store");
    private final AtomicLong violations = new AtomicLong();

    private Swappable bound() {
        Swappable service = new Swappable(violations);
        gate.bind(service);
        return service;
    }

    private static <T> T serving(Gate<T> gate) {
        return gate.<T>call(service -> service);
    }

    @Test
    void swap_bindBeforeUnbind_reachesNoClosedService() throws Exception {
        try (Callers callers = new Callers()) {
            Swappable current = bound();
            callers.loop(THREADS, () -> gate.call(Swappable::use));
            for (int i = 0; i < SWAPS; i++) {
                callers.awaitCalls(20);
                Swappable next = bound();
                assertThat(gate.unbind(current)).isTrue();
                current.close();
                current = next;
            }
            assertThat(callers.stop()).isGreaterThan(SWAPS);
            assertThat(violations).hasValue(0);
        }
    }

    @Test
    void swap_unbindBeforeBind_makesCallersWait_andReachesNoClosedService() throws Exception {
        try (Callers callers = new Callers()) {
            Swappable current = bound();
            callers.loop(THREADS, () -> gate.call(Swappable::use));
            for (int i = 0; i < SWAPS; i++) {
                callers.awaitCalls(20);
                assertThat(gate.unbind(current)).isTrue();
                current.close();
                current = bound();
            }
            assertThat(callers.stop()).isGreaterThan(SWAPS);
            assertThat(violations).hasValue(0);
        }
    }

    @Test
    void swap_byManyThreadsAtOnce_reachesNoClosedService() throws Exception {
        try (Callers callers = new Callers();
                Callers swappers = new Callers()) {
            bound();
            callers.loop(4, () -> gate.call(Swappable::use));
            swappers.loop(4, () -> {
                Swappable mine = bound();
                boolean drained = gate.unbind(mine);
                mine.close();
                return drained;
            });
            swappers.awaitCalls(SWAPS);
            assertThat(swappers.stop()).isGreaterThanOrEqualTo(SWAPS);
            assertThat(callers.stop()).isPositive();
            assertThat(violations).hasValue(0);
        }
    }

    @Test
    void call_goesToTheNewest_andBackWhenThatLeaves() {
        Gate<String> names = new Gate<>("name");
        assertThat(names.isBound()).isFalse();
        names.bind("a");
        names.bind("b");
        assertThat(serving(names)).isEqualTo("b");
        assertThat(names.unbind("b")).isTrue();
        assertThat(serving(names)).isEqualTo("a");
        assertThat(names.unbind("never bound")).isTrue();
        assertThat(serving(names)).isEqualTo("a");
        assertThat(names.unbind("a")).isTrue();
        assertThat(names.isBound()).isFalse();
    }

    @Test
    void lease_outlivesTheArrivalOfANewService() throws Exception {
        try (Callers callers = new Callers()) {
            Swappable old = bound();
            Lease<Swappable> lease = gate.lease();
            Swappable next = bound();
            assertThat(lease.service()).isSameAs(old);
            Future<Boolean> unbound = callers.blocked(() -> gate.unbind(old));
            assertThat(unbound.isDone()).isFalse();
            // New calls are not held up by the old one's end.
            assertThat(serving(gate)).isSameAs(next);
            lease.release();
            assertThat(unbound.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void stage_keepsItsLease_untilItHasCompleted() throws Exception {
        try (Callers callers = new Callers()) {
            Swappable service = bound();
            CompletableFuture<String> result = new CompletableFuture<>();
            CompletionStage<String> stage = gate.stage(s -> result);
            Future<Boolean> unbound = callers.blocked(() -> gate.unbind(service));
            assertThat(unbound.isDone()).isFalse();
            result.complete("done");
            assertThat(stage.toCompletableFuture().join()).isEqualTo("done");
            assertThat(unbound.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void stage_thatCannotBegin_givesItsLeaseBack() {
        Swappable service = bound();
        assertThatThrownBy(() -> gate.stage(s -> {
                    throw new IllegalStateException("inside");
                }))
                .hasMessage("inside");
        assertThat(gate.unbind(service)).isTrue();
    }

    @Test
    void call_thatFails_givesItsLeaseBack() {
        Swappable service = bound();
        assertThatThrownBy(() -> gate.call(s -> {
                    throw new IllegalStateException("inside");
                }))
                .hasMessage("inside");
        assertThat(gate.unbind(service)).isTrue();
    }

    @Test
    void waitingCallers_areAllServedByTheOneThatArrives() throws Exception {
        try (Callers callers = new Callers()) {
            List<Future<Boolean>> waiting = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                waiting.add(callers.blocked(() -> gate.call(Swappable::use)));
            }
            assertThat(waiting).noneMatch(Future::isDone);
            bound();
            for (Future<Boolean> call : waiting) {
                assertThat(call.get(4, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void waitingCaller_thatIsInterrupted_failsWithUnavailable() throws Exception {
        try (Callers callers = new Callers()) {
            Future<Boolean> waiting = callers.blocked(() -> gate.call(Swappable::use));
            callers.close();
            assertThatThrownBy(() -> waiting.get(4, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        }
    }

    @Test
    @Tag("nightly")
    void waitingCaller_withoutAProvider_failsWithUnavailableAfterFiveSeconds() {
        long began = System.nanoTime();
        assertThatThrownBy(gate::lease).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(e.getMessage()).contains("store");
            assertThat(e.retryAfterSeconds()).hasValue(1);
        });
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isGreaterThanOrEqualTo(Gate.WAIT_MILLIS);
    }

    @Test
    @Tag("nightly")
    void unbind_withACallThatDoesNotEnd_givesUpAfterTenSeconds() {
        Swappable service = bound();
        Lease<Swappable> lease = gate.lease();
        long began = System.nanoTime();
        assertThat(gate.unbind(service)).isFalse();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isGreaterThanOrEqualTo(Gate.DRAIN_MILLIS);
        lease.release();
    }
}
