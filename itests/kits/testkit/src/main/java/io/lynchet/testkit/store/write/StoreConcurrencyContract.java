// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Recording;
import io.lynchet.testkit.Rounds;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of many threads at once, a full queue, and the end. */
public abstract class StoreConcurrencyContract extends StoreContract {
    private static final int THREADS = 8;

    /** Runs the task on each thread, numbered from 0, and waits for all; throws the first failure. */
    private static void onThreads(int threads, IntFunction<Callable<Void>> tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(tasks.apply(i)));
            }
            for (Future<Void> one : running) {
                one.get(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @DisplayName("Order: seqs are dense, begin at 1 and are given in commit order, with many writers and readers")
    void manyWriters_getDenseSeqs() throws Exception {
        installSample();
        Recording heard = new Recording();
        int perThread = Rounds.of(150);
        try (Store.Listening listening = store.listen(heard)) {
            onThreads(THREADS, thread -> () -> {
                for (int i = 0; i < perThread; i++) {
                    if (thread % 4 == 3) {
                        readConsistently();
                    } else {
                        WriteResult committed =
                                insert(app.user("u-" + thread + "-" + i), app.todo("t-" + thread + "-" + i));
                        assertThat(committed.items().get(1).seq()).isEqualTo(committed.seq());
                        assertThat(committed.items().get(0).seq()).isEqualTo(committed.seq() - 1);
                        assertThat(store.latest().get(app.user(), "u-" + thread + "-" + i))
                                .isPresent();
                    }
                }
                return null;
            });
            long expected = 2L * perThread * THREADS * 3 / 4;
            assertThat(store.info().headSeq()).isEqualTo(expected);
            assertThat(log())
                    .extracting(Change::seq)
                    .isEqualTo(LongStream.rangeClosed(1, expected).boxed().toList());
            assertThat(heard.seqs())
                    .isEqualTo(LongStream.rangeClosed(1, expected).boxed().toList());
        }
    }

    private void readConsistently() {
        try (Snapshot snapshot = store.snapshot()) {
            long users = snapshot.count(app.user(), Filter.Constant.TRUE);
            long todos = snapshot.query(Query.of(app.todo(), Filter.Constant.TRUE, Query.LIMIT_MAX))
                    .size();
            assertThat(users).as("users and todos come in pairs").isEqualTo(todos);
            assertThat(snapshot.seq()).isEqualTo(users + todos);
        }
    }

    @Test
    @DisplayName("a reader that has seen n never later sees a smaller one appear")
    void readers_neverSeeAnEarlierSeqAppearLater() throws Exception {
        installSample();
        AtomicBoolean done = new AtomicBoolean();
        onThreads(5, thread -> () -> {
            if (thread < 3) {
                for (int i = 0; i < Rounds.of(100); i++) {
                    insert(app.user("u-" + thread + "-" + i));
                }
                done.set(true);
                return null;
            }
            long seen = 0;
            while (!done.get()) {
                try (Snapshot snapshot = store.snapshot()) {
                    List<Change> news = snapshot.changes(seen, 10_000);
                    for (Change change : news) {
                        assertThat(change.seq()).isEqualTo(++seen);
                    }
                    assertThat(snapshot.seq()).isEqualTo(seen);
                }
            }
            return null;
        });
    }

    @Test
    @DisplayName("unchangedSince: of those who read the same state, one wins")
    void compareAndSet_countsEveryUpdateOnce() throws Exception {
        installSample();
        insert(app.todo("t", "rank", 0L));
        int perThread = Rounds.of(30);
        onThreads(4, thread -> () -> {
            int won = 0;
            while (won < perThread) {
                if (increment()) {
                    won++;
                }
            }
            return null;
        });
        assertThat(store.latest().get(app.todo(), "t").orElseThrow().get("rank"))
                .isEqualTo(4L * perThread);
    }

    private boolean increment() {
        try (Snapshot snapshot = store.snapshot()) {
            long rank = (Long) snapshot.get(app.todo(), "t").orElseThrow().get("rank");
            Write.Update next = new Write.Update(
                    "t",
                    patch(app.todo(), "t", "rank", rank + 1).patch(),
                    snapshot.lastChange(app.todo(), "t").orElseThrow());
            Await.value(store.commit(commitOf(List.of(next), Guard.NONE)));
            return true;
        } catch (LynchetException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            return false;
        }
    }

    @Test
    @DisplayName("commits of one caller that come at the same time are done in the order of the calls")
    void commitsOfOneCaller_keepTheirOrder() {
        installSample();
        List<CompletionStage<WriteResult>> pending = new ArrayList<>();
        List<Long> completed = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 300; i++) {
            CompletionStage<WriteResult> stage =
                    store.commit(commitOf(List.of(new Write.Insert(app.user("u" + i))), Guard.NONE));
            pending.add(stage.thenApply(committed -> {
                completed.add(committed.seq());
                return committed;
            }));
        }
        for (int i = 0; i < pending.size(); i++) {
            assertThat(Await.value(pending.get(i)).seq()).isEqualTo(i + 1L);
        }
        assertThat(completed).as("stages complete in commit order").hasSize(300);
    }

    @Test
    @DisplayName(
            "commit: OVERLOADED, to be tried again, when the queue is full; what was accepted is done, without holes")
    void fullQueue_refusesAndGoesOn() {
        store = fixture().openWithQueue(4);
        installSample();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Guard holding = (write, before, after, rows) -> {
            entered.countDown();
            Await.open("the test to release the writer", release);
        };
        List<CompletionStage<WriteResult>> answers = new ArrayList<>();
        answers.add(store.commit(commitOf(List.of(new Write.Insert(app.user("first"))), holding)));
        Await.open("the writer to be at work", entered);
        for (int i = 0; i < 50; i++) {
            answers.add(store.commit(commitOf(List.of(new Write.Insert(app.user("u" + i))), Guard.NONE)));
        }
        release.countDown();
        int accepted = 0;
        for (CompletionStage<WriteResult> answer : answers) {
            try {
                assertThat(Await.value(answer).seq()).isEqualTo(++accepted);
            } catch (LynchetException refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
                assertThat(refused.retryAfterSeconds()).isPresent();
            }
        }
        assertThat(accepted).as("the one at work and those that had a place").isBetween(5, 10);
        assertThat(store.info().headSeq()).isEqualTo(accepted);
        assertThat(insert(app.user("later")).seq()).isEqualTo(accepted + 1L);
    }

    @Test
    @DisplayName(
            "when it is going away, commits that were accepted are finished first; later ones fail with UNAVAILABLE")
    void close_finishesWhatWasAccepted() {
        store = fixture().open();
        installSample();
        Recording heard = new Recording();
        List<CompletionStage<WriteResult>> pending = new ArrayList<>();
        Store.Listening listening = store.listen(heard);
        for (int i = 0; i < 200; i++) {
            pending.add(store.commit(commitOf(List.of(new Write.Insert(app.user("u" + i))), Guard.NONE)));
        }
        fixture().close(store);
        for (CompletionStage<WriteResult> stage : pending) {
            assertThat(stage.toCompletableFuture()).isCompletedWithValueMatching(committed -> committed.seq() > 0);
        }
        assertThat(heard.changes()).hasSize(200);
        LynchetException late =
                Await.refusal(store.commit(commitOf(List.of(new Write.Insert(app.user("late"))), Guard.NONE)));
        assertThat(late.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        listening.close();
    }

    @Test
    @DisplayName("close while callers write: each commit is either done or refused with UNAVAILABLE, none hangs")
    void close_whileCallersWrite_leavesNobodyWaiting() throws Exception {
        Store closing = fixture().open();
        closing.install(app.schema(), Plans.create(app.schema()));
        CountDownLatch started = new CountDownLatch(4);
        onThreads(5, thread -> () -> {
            if (thread == 4) {
                Await.open("writers", started);
                fixture().close(closing);
                return null;
            }
            for (int i = 0; ; i++) {
                try {
                    Await.value(closing.commit(
                            commitOf(List.of(new Write.Insert(app.user("u-" + thread + "-" + i))), Guard.NONE)));
                } catch (LynchetException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                    return null;
                } finally {
                    if (i == 0) {
                        started.countDown();
                    }
                }
            }
        });
    }
}
