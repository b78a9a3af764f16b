// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.loop.Vitals;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthBoardTest {
    private final HealthBoard board = new HealthBoard();

    @AfterEach
    void close() {
        board.close();
    }

    private static HealthCheck check(String name, boolean needed, Supplier<Health> answer) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean needed() {
                return needed;
            }

            @Override
            public Health check() {
                return answer.get();
            }
        };
    }

    private int status() {
        return new GetReadiness(board).handle(FakeRequest.get("/readyz")).status();
    }

    @Test
    void ready_whenNothingNeededIsDown() {
        board.add(check("a", true, () -> Health.ok("fine")), false);
        board.add(check("b", true, () -> Health.degraded("slow")), false);
        board.add(check("c", false, () -> Health.down("gone")), false);
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void notReady_whenSomethingNeededIsDown_andSaysWhat() {
        board.add(check("store", true, () -> Health.down("the disk is gone")), false);
        var response = new GetReadiness(board).handle(FakeRequest.get("/readyz").admin());
        assertThat(response.status()).isEqualTo(503);
        assertThat(new String(response.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"status\":\"not_ready\",\"checks\":[{\"name\":\"store\",\"state\":\"down\",\"needed\":true,"
                                + "\"message\":\"the disk is gone\"}]}");
    }

    @Test
    void othersThanAdmins_areNotToldReasonsNorDropIns() {
        board.add(check("store", true, () -> Health.ok("head 4711")), false);
        board.add(check("acme-crm", true, () -> Health.down("crm.example.org is gone")), true);
        var response = new GetReadiness(board).handle(FakeRequest.get("/readyz").session("u1", "s1"));
        assertThat(new String(response.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"status\":\"ready\",\"checks\":[{\"name\":\"store\",\"state\":\"ok\",\"needed\":true}]}");
        var toAdmins = new GetReadiness(board).handle(FakeRequest.get("/readyz").admin());
        assertThat(new String(toAdmins.bytes(), StandardCharsets.UTF_8))
                .contains("acme-crm", "crm.example.org", "4711");
    }

    @Test
    void dropIn_neverTakesReadinessAway() {
        board.add(check("mine", true, () -> Health.down("broken")), true);
        assertThat(status()).isEqualTo(200);
        assertThat(board.ask())
                .singleElement()
                .satisfies(f -> assertThat(f.needed()).isFalse());
    }

    @Test
    void checkThatSuffersFromWantOfMemory_isDown_andEndsTheProcess() {
        List<OutOfMemoryError> ends = new CopyOnWriteArrayList<>();
        Vitals.endBy(ends::add);
        try {
            board.add(
                    check("greedy", true, () -> {
                        throw new OutOfMemoryError("for this test");
                    }),
                    false);
            assertThat(board.ask())
                    .singleElement()
                    .satisfies(f -> assertThat(f.health().message()).contains("OutOfMemoryError"));
            assertThat(ends).hasSize(1);
        } finally {
            Vitals.endBy(error -> {});
        }
    }

    @Test
    void notReady_whileALoopThatTheProcessLivesByComplains_andSaysWhichOne() {
        board.add(new LoopHealth(), false);
        assertThat(status()).isEqualTo(200);
        try (Loop loop = Loop.vital("for-this-test", (sentence, failure) -> {})) {
            Runnable broken = loop.repeating(() -> {
                throw new IllegalStateException("wrong");
            });
            for (int i = 0; i < 10; i++) {
                broken.run();
            }
            assertThat(status()).isEqualTo(503);
            assertThat(board.ask()).singleElement().satisfies(found -> {
                assertThat(found.name()).isEqualTo("loops");
                assertThat(found.needed()).isTrue();
                assertThat(found.health().message()).contains("The loop for-this-test fails since");
            });
            loop.repeating(() -> {}).run();
            assertThat(status()).isEqualTo(200);
            loop.broken("the port was closed");
            assertThat(board.ask().get(0).health())
                    .isEqualTo(Health.down("The loop for-this-test can't go on: the port was closed."));
        }
        assertThat(status()).as("without the loop").isEqualTo(200);
    }

    @Test
    void failingCheck_isDownWithItsReason() {
        board.add(
                check("bad", true, () -> {
                    throw new IllegalStateException("boom");
                }),
                false);
        assertThat(board.ask().get(0).health()).isEqualTo(Health.down("The check failed: IllegalStateException boom"));
    }

    @Test
    void hangingCheck_isDownAndTakesOneThreadOnly() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger entered = new AtomicInteger();
        board.add(
                check("hang", true, () -> {
                    entered.incrementAndGet();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Health.ok("at last");
                }),
                false);
        for (int i = 0; i < 2; i++) {
            List<HealthBoard.Finding> findings = board.ask();
            assertThat(findings.get(0).health().state()).isEqualTo(Health.State.DOWN);
        }
        assertThat(entered).hasValue(1);
        release.countDown();
    }
}
