// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Hook;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.health.Health;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Draft;
import io.lynchet.data.hook.AfterRun;
import io.lynchet.data.hook.HookHealth;
import io.lynchet.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AfterHookTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"body","type":"string"}]}],
             "policies":[{"name":"all","entity":"Note","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private ServedApp app;
    private HookHealth health;

    @BeforeEach
    void open() {
        app = new ServedApp(folder, MANIFEST);
        health = new HookHealth(app.hooks, app.afterHooks);
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    private void insert(int times) {
        for (int i = 0; i < times; i++) {
            app.insert(Principal.ANONYMOUS, "Note", "body", "x" + i);
        }
    }

    static Stream<Error> errors() {
        return Stream.of(
                new NoClassDefFoundError("com/acme/Tools"),
                new StackOverflowError(),
                new AbstractMethodError("com.acme.Tools.call"),
                new ExceptionInInitializerError("no"),
                new AssertionError("wrong"),
                new OutOfMemoryError("for this test"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorInOneHook_neitherStopsTheOthers_norItself(Error error) {
        List<Long> heard = new CopyOnWriteArrayList<>();
        List<Long> tried = new CopyOnWriteArrayList<>();
        app.hook(NamedHook.after("a-broken", change -> {
            tried.add(change.seq());
            throw error;
        }));
        app.hook(NamedHook.after("b-well", change -> heard.add(change.seq())));
        insert(5);
        Await.until("5 changes heard", () -> heard.size() == 5);
        Await.until("5 changes tried", () -> tried.size() == 5);
        assertThat(heard).isSorted();
    }

    @Test
    void blockedHook_delaysOnlyItself_andHealthNamesIt() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Long> slow = new CopyOnWriteArrayList<>();
        List<Long> heard = new CopyOnWriteArrayList<>();
        app.hook(NamedHook.after("a-blocked", change -> {
            inside.countDown();
            Await.open("the test to let it go on", goOn);
            slow.add(change.seq());
        }));
        app.hook(NamedHook.after("b-well", change -> heard.add(change.seq())));
        insert(20);
        Await.open("it to be inside", inside);
        Await.until("20 changes heard", () -> heard.size() == 20);
        assertThat(health.check().state()).isEqualTo(Health.State.OK);

        app.clock.move(Duration.ofMillis(AfterRun.STANDS_MILLIS));
        assertThat(health.check().state()).isEqualTo(Health.State.DEGRADED);
        assertThat(health.check().message()).contains("a-blocked", "of Note since 2026-01-01T00:00:00Z", "19 changes");

        goOn.countDown();
        Await.until("the slow one to catch up", () -> slow.size() == 20);
        assertThat(slow).isSorted().doesNotHaveDuplicates();
        Await.until("health", () -> health.check().state() == Health.State.OK);
    }

    @Test
    void hookThatLags_isNamed() {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        app.hook(NamedHook.after("slow", change -> {
            Await.open("all to be written", written);
            if (change.seq() == 4) {
                Await.open("the test to let it go on", goOn);
            } else {
                app.clock.move(Duration.ofMillis(AfterRun.LAGS_MILLIS / 3));
            }
        }));
        insert(4);
        written.countDown();
        Await.until("the lag to be told", () -> health.check().message().contains("slow"));
        assertThat(health.check().message()).contains("lags by").contains("changes since");
        goOn.countDown();
        Await.until("health", () -> health.check().state() == Health.State.OK);
    }

    @Test
    void hookThatWritesItsOwnEntity_isStoppedByDepth_andOthersAreServed() {
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        app.hook(NamedHook.after("echo", change -> {
            try {
                write(change);
            } catch (RuntimeException e) {
                refusal.set(e);
                throw e;
            }
        }));
        insert(1);
        Await.until("the refusal", () -> refusal.get() != null);
        assertThat(app.store.info().headSeq()).isEqualTo(1 + Hook.DEPTH_MAX);
        assertThat(refusal.get()).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.HOOK_LOOP);
            assertThat(e).hasMessageContaining("without end");
        });
        // A write from outside begins at nought again.
        refusal.set(null);
        insert(1);
        Await.until("the next refusal", () -> refusal.get() != null);
        assertThat(app.store.info().headSeq()).isEqualTo(2 * (1 + Hook.DEPTH_MAX));
    }

    @Test
    void hooksThatWriteByTurns_withoutWaiting_areStoppedByDepth() {
        CountDownLatch refused = new CountDownLatch(2);
        for (String name : List.of("ping", "pong")) {
            app.hook(NamedHook.after(name, change -> {
                try {
                    String body = (String) change.after().get("body");
                    if (!body.equals(name)) {
                        app.data.write(
                                Principal.ADMIN,
                                List.of(new Mutation.Insert(app.draft("Note", "body", name))),
                                Optional.empty());
                    }
                } catch (LynchetException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.HOOK_LOOP);
                    refused.countDown();
                }
            }));
        }
        insert(1);
        Await.open("both chains to end", refused);
        assertThat(app.store.info().headSeq()).isEqualTo(1 + 2 * Hook.DEPTH_MAX);
    }

    @Test
    void beforeHookThatWritesItsOwnEntity_isRefusedByDepth() {
        app.hook(new NamedHook("nested") {
            @Override
            public void beforeInsert(Principal principal, Draft draft) {
                app.insert(Principal.ADMIN, "Note", "body", "inner");
            }
        });
        app.refused(ErrorCode.HOOK_LOOP, () -> insert(1));
    }

    @Test
    void beforeHookThatLacksAClass_refusesTheWrite() {
        app.hook(new NamedHook("lacking") {
            @Override
            public void beforeInsert(Principal principal, Draft draft) {
                throw new NoClassDefFoundError("com/acme/Tools");
            }
        });
        app.refused(ErrorCode.INTERNAL, () -> insert(1));
    }

    @Test
    void hookThatIsReplacedInTheMiddleOfACall_isLeftBehind_andTheNewOneGoesOn() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Long> heard = new CopyOnWriteArrayList<>();
        Hook old = NamedHook.after("guard", change -> {
            inside.countDown();
            Await.open("the test to let it go on", goOn);
        });
        app.hook(old);
        insert(3);
        Await.open("it to be inside", inside);
        app.hook(NamedHook.after("guard", change -> heard.add(change.seq())));
        // Whoever removes it is interrupted, so that nobody waits for the call.
        Thread.currentThread().interrupt();
        app.hooks.remove(old);
        assertThat(Thread.interrupted()).isTrue();
        insert(1);
        Await.until("the new one to hear the rest", () -> heard.size() == 3);
        assertThat(heard).containsExactly(2L, 3L, 4L);
        goOn.countDown();
    }

    @Test
    void hookThatGoesAndComesAgain_hearsWhatHappensAfterItCame() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        Hook hook = NamedHook.after("guard", change -> heard.add(change.seq()));
        app.hook(hook);
        insert(1);
        Await.until("the first to be heard", () -> heard.size() == 1);
        app.hooks.remove(hook);
        insert(2);
        app.hook(hook);
        insert(1);
        Await.until("the last to be heard", () -> heard.contains(4L));
        assertThat(heard).containsExactly(1L, 4L);
    }

    private void write(Change change) {
        app.insert(Principal.ADMIN, "Note", "body", "echo of " + change.seq());
    }
}
