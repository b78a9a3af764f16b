// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataStatus;
import io.lynchet.api.health.Health;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.store.Store;
import io.lynchet.data.app.AppHealth;
import io.lynchet.store.memory.MemoryStore;
import io.lynchet.testkit.Await;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UseStoreTest {
    private static final String MANIFEST = """
            {"manifest_version": 1, "name": "notes", "version": "1", "routes": [],
             "entities": [{"name": "Note", "fields": [{"name": "text", "type": "string"}]}],
             "policies": []}
            """;

    @TempDir
    private Path folder;

    private ServedApp app;
    private final MemoryStore other = new MemoryStore();
    private LeasedStore serving;

    @BeforeEach
    void open() {
        app = new ServedApp(folder, MANIFEST);
        app.choice.add(other, "other");
        serving = new LeasedStore(app.stores, app.longCalls, null, app.parts);
    }

    @AfterEach
    void close() throws Exception {
        app.close();
        other.close();
    }

    @Test
    void anotherHistory_beginsAnEpochAboveAllSeqs_soThatNoCursorMeansSomethingElse() {
        insert("a");
        insert("b");
        long head = app.feed.head();
        app.control.useStore("other");
        assertThat(app.control.status().epoch()).isEqualTo(2);
        assertThat(app.feed.head()).isGreaterThan(head);
        assertThat(insert("c")).isNotNull();
        assertThatThrownBy(() -> app.feed.read(head, 10))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESYNC_REQUIRED));
        assertThat(app.store.info().headSeq()).as("the one before").isEqualTo(2);
    }

    @Test
    void thereAndBack_rowsAreThoseOfTheStoreThatServes() {
        String id = insert("a");
        app.control.useStore("other");
        assertThatThrownBy(() -> app.data.get(Principal.ADMIN, app.entity("Note"), id))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        app.control.useStore(app.store.info().provider());
        assertThat(app.data.get(Principal.ADMIN, app.entity("Note"), id).get("text"))
                .isEqualTo("a");
        assertThat(app.control.status().epoch()).isEqualTo(3);
    }

    @Test
    void stores_areListed_theOneThatServesFirst() {
        insert("a");
        assertThat(app.control.stores()).extracting(DataStatus::headSeq).containsExactly(1L, 0L);
        app.control.useStore("other");
        assertThat(app.control.stores()).hasSize(2);
        assertThat(app.control.stores().get(0).epoch()).isEqualTo(2);
    }

    @Test
    void health_whileTheStoreIsGone_isDown_andSaysWhichOne() {
        AppHealth health = new AppHealth(app.state, app.control, app.choice);
        assertThat(health.check()).isEqualTo(Health.ok("notes 1"));
        app.switching.remove(app.store);
        assertThat(health.check().state()).isEqualTo(Health.State.DOWN);
        assertThat(health.check().message()).contains("the store memory", "is missing");
        app.choice.add(app.store, "memory");
        assertThat(health.check()).isEqualTo(Health.ok("notes 1"));
    }

    @Test
    void unknownStore_isNamedWithThoseThatAreThere() {
        assertThatThrownBy(() -> app.control.useStore("oracle")).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(e.getMessage()).contains("memory, other");
        });
    }

    @Test
    void longCall_isToldToEnd_andCallsWaitForItsEndOnly() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        CompletableFuture<Boolean> work = CompletableFuture.supplyAsync(() -> serving.work(
                store -> {
                    inside.countDown();
                    Await.open("to be told", told);
                    return true;
                },
                told::countDown));
        Await.open("the call to be inside", inside);
        app.control.useStore("other");
        assertThat(work.join()).isTrue();
        // Whoever comes afterwards is not told of a switch that is over.
        assertThat(serving.<Boolean>work(store -> true, () -> {
                    throw new AssertionError("told");
                }))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void storeThatLeavesInATakeover_waitsForIt(boolean next) {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Store leaving = next ? other : app.store;
        CompletableFuture<Void> takeover =
                CompletableFuture.runAsync(() -> app.parts.handOver(null, "other", (a, b) -> {
                    inside.countDown();
                    Await.open("the end", end);
                }));
        Await.open("the takeover to be inside", inside);
        AtomicReference<Thread> leaver = new AtomicReference<>(Thread.currentThread());
        CompletableFuture<Void> leave = CompletableFuture.runAsync(() -> {
            leaver.set(Thread.currentThread());
            app.switching.remove(leaving);
        });
        Await.until("the store to wait", () -> leaver.get().getState() == Thread.State.TIMED_WAITING);
        assertThat(app.choice.isPresent(leaving)).isFalse();
        end.countDown();
        Await.value(leave);
        if (next) {
            LynchetException refused = Await.refusal(takeover);
            assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(refused).hasMessageContaining("The store has gone");
        } else {
            Await.value(takeover);
        }
        assertThat(app.switching.serving()).isSameAs(next ? app.store : other);
        assertThat(insert("a")).isNotNull();
    }

    @Test
    void storeThatHasGone_isTakenOverByNobody() {
        app.switching.remove(app.store);
        app.parts.reassemble(Set.of());
        assertThat(app.choice.lease(app.store)).isNull();
        assertThat(app.switching.serving()).isNull();
    }

    @Test
    void callThatDoesNotEnd_keepsTheOldStoreInCharge() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Store> call = CompletableFuture.supplyAsync(() -> serving.call(store -> {
            inside.countDown();
            Await.open("the end", end);
            return store;
        }));
        Await.open("the call to be inside", inside);
        assertThatThrownBy(() -> app.control.useStore("other"))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(insert("goes on")).isNotNull();
        assertThat(app.store.info().headSeq()).isEqualTo(1);
        end.countDown();
        assertThat(call.join()).isSameAs(app.store);
    }

    private String insert(String text) {
        return app.insert(Principal.ADMIN, "Note", "text", text);
    }
}
