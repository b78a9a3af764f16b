// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Store;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Recording;
import io.lynchet.testkit.store.StoreContract;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of the write path: code on it that waits for a write is refused at once, since it would hang with all
 * writers behind it.
 */
public abstract class StoreWritePathContract extends StoreContract {
    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    private CompletionStage<WriteResult> commitOne(Row row, Guard guard) {
        return store.commit(commitOf(inserts(List.of(row)), guard));
    }

    private void assertGoesOn() {
        insert(app.user("later"));
        assertThat(store.latest().get(app.user(), "later")).isPresent();
    }

    @Test
    @DisplayName("Guard: a commit that it waits for is refused, and with it the write that was to be checked")
    void guard_thatWaitsForACommit_isRefused() {
        LynchetException refusal = Await.refusal(commitOne(
                app.user("a"),
                (write, before, after, rows) -> commitOne(app.user("b"), Guard.NONE)
                        .toCompletableFuture()
                        .join()));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(refusal).hasMessageContaining("can't wait for a write");
        assertThat(store.latest().get(app.user(), "a")).isEmpty();
        assertThat(store.latest().get(app.user(), "b")).isEmpty();
        assertGoesOn();
    }

    @Test
    @DisplayName("Guard: pruning the log from inside it is refused")
    void guard_thatPrunesTheLog_isRefused() {
        LynchetException refusal =
                Await.refusal(commitOne(app.user("a"), (write, before, after, rows) -> store.pruneLog(1, 1)));
        assertThat(refusal).hasMessageContaining("can't wait for a write");
        assertGoesOn();
    }

    @Test
    @DisplayName("CommitListener: waiting for a commit is refused, and the commit is made")
    void listener_thatWaitsForACommit_isRefused() {
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        try (Store.Listening listening = store.listen(changes -> {
            if (changes.get(0).id().equals("a")) {
                try {
                    commitOne(app.user("b"), Guard.NONE).toCompletableFuture().join();
                    heard.complete(null);
                } catch (RuntimeException e) {
                    heard.complete(e);
                }
            }
        })) {
            insert(app.user("a"));
            assertThat(Await.value(heard)).isInstanceOf(LynchetException.class).hasMessageContaining("can't wait");
            assertGoesOn();
            assertThat(store.latest().get(app.user(), "b")).isPresent();
        }
    }

    @Test
    @DisplayName("commit: callers that block their threads delay neither commits nor listeners nor other callers")
    void callers_thatBlock_delayNobodyElse() {
        int blocked = 4 * Math.max(2, Runtime.getRuntime().availableProcessors());
        CountDownLatch inside = new CountDownLatch(blocked);
        CountDownLatch goOn = new CountDownLatch(1);
        Recording heard = new Recording();
        try (Store.Listening listening = store.listen(heard)) {
            for (int i = 0; i < blocked; i++) {
                // Held up until the dependent is registered, so that the store's threads run it.
                CountDownLatch registered = new CountDownLatch(1);
                commitOne(
                                app.user("blocked" + i),
                                (write, before, after, rows) -> Await.open("the dependent", registered))
                        .thenRun(() -> {
                            inside.countDown();
                            Await.open("the end of the test", goOn);
                        });
                registered.countDown();
            }
            Await.open("all callers that block", inside);
            for (int i = 0; i < 10; i++) {
                assertThat(insert(app.user("free" + i)).seq()).isEqualTo(blocked + i + 1L);
            }
            assertThat(heard.seqs()).hasSize(blocked + 10);
        } finally {
            goOn.countDown();
        }
    }

    @Test
    @DisplayName("commit: callers go on neither where listeners are told nor where guards run")
    void callers_goOnElsewhere() {
        AtomicReference<Thread> writer = new AtomicReference<>();
        AtomicReference<Thread> teller = new AtomicReference<>();
        CountDownLatch registered = new CountDownLatch(1);
        try (Store.Listening listening = store.listen(changes -> teller.set(Thread.currentThread()))) {
            CompletableFuture<Thread> caller = commitOne(app.user("a"), (write, before, after, rows) -> {
                        writer.set(Thread.currentThread());
                        Await.open("the dependent", registered);
                    })
                    .thenApply(done -> Thread.currentThread())
                    .toCompletableFuture();
            registered.countDown();
            assertThat(Await.value(caller)).isNotIn(writer.get(), teller.get(), Thread.currentThread());
        }
        LynchetException refused = new LynchetException(ErrorCode.POLICY_DENIED, "for this test");
        CountDownLatch refusalRegistered = new CountDownLatch(1);
        CompletableFuture<Thread> caller = commitOne(app.user("b"), (write, before, after, rows) -> {
                    Await.open("the dependent", refusalRegistered);
                    throw refused;
                })
                .handle((done, failure) -> Thread.currentThread())
                .toCompletableFuture();
        refusalRegistered.countDown();
        assertThat(Await.value(caller)).isNotIn(writer.get(), teller.get(), Thread.currentThread());
    }

    @Test
    @DisplayName("commit: what depends on it may commit, but not wait for that, where callers go on")
    void dependent_mayCommitButNotWait() {
        CompletableFuture<WriteResult> chained = commitOne(app.user("a"), Guard.NONE)
                .thenCompose(done -> commitOne(app.user("b"), Guard.NONE))
                .toCompletableFuture();
        assertThat(Await.value(chained).items()).hasSize(1);
        CompletableFuture<Throwable> waited = new CompletableFuture<>();
        // Held up until the dependent is registered, so that the store's thread runs it.
        CompletableFuture<Void> registered = new CompletableFuture<>();
        // Keeps the second commit unfinished until the dependent has tried to wait for it.
        CountDownLatch tried = new CountDownLatch(1);
        commitOne(app.user("c"), (write, before, after, rows) -> registered.join())
                .whenComplete((done, failure) -> {
                    try {
                        commitOne(app.user("d"), (write, before, after, rows) -> Await.open("the refusal", tried))
                                .thenApply(committed -> committed.seq())
                                .toCompletableFuture()
                                .join();
                        waited.complete(null);
                    } catch (CompletionException | LynchetException e) {
                        waited.complete(e);
                    } finally {
                        tried.countDown();
                    }
                });
        registered.complete(null);
        assertThat(Await.value(waited)).hasMessageContaining("can't wait");
        assertGoesOn();
    }
}
