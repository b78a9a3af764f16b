// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.EntityBuilder;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallerThreadsTest {
    private static final Entity ENTITY = EntityBuilder.entity("Note").build();

    private final CallerThreads threads = new CallerThreads("test");
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void end() {
        goOn.countDown();
        threads.close(10_000);
    }

    private static CommitRequest decided() {
        CommitRequest request = new CommitRequest(Commit.of(new Write.Delete(ENTITY, "x", -1), Guard.NONE));
        request.committed(new WriteResult(1, List.of(), false));
        return request;
    }

    private void callerThatBlocks() {
        CommitRequest request = decided();
        request.answer().thenRun(() -> {
            inside.incrementAndGet();
            Await.open("the end of the test", goOn);
            done.incrementAndGet();
        });
        threads.goOn(request);
    }

    private void caller() {
        CommitRequest request = decided();
        request.answer().thenRun(done::incrementAndGet);
        threads.goOn(request);
    }

    private void awaitReplacing(String what, java.util.function.BooleanSupplier condition) {
        Await.until(what, () -> {
            threads.replaceBlocked();
            return condition.getAsBoolean();
        });
    }

    @Test
    void blockedThreads_areReplaced_upToTheLimit() {
        for (int i = 0; i < CallerThreads.THREADS_MAX - 1; i++) {
            callerThatBlocks();
        }
        awaitReplacing("all that block", () -> inside.get() == CallerThreads.THREADS_MAX - 1);
        caller();
        awaitReplacing("the last thread", () -> done.get() == 1);
        assertThat(threads.standingNanos()).isZero();

        callerThatBlocks();
        awaitReplacing("one more that blocks", () -> inside.get() == CallerThreads.THREADS_MAX);
        caller();
        assertThat(threads.hasWaiting()).isTrue();
        awaitReplacing("a standstill", () -> threads.standingNanos() > 0);
        assertThat(done).hasValue(1);

        goOn.countDown();
        Await.until("all callers", () -> done.get() == CallerThreads.THREADS_MAX + 2);
        assertThat(threads.standingNanos()).isZero();
    }

    @Test
    void close_letsAllCallersGoOn() {
        callerThatBlocks();
        for (int i = 0; i < 100; i++) {
            caller();
        }
        goOn.countDown();
        assertThat(threads.close(10_000)).isTrue();
        assertThat(done).hasValue(101);
    }

    @Test
    void callerThatStillBlocks_isInterruptedAtTheEnd_andThoseBehindItGoOn() {
        int usual = Math.max(2, Runtime.getRuntime().availableProcessors());
        for (int i = 0; i < usual; i++) {
            callerThatBlocks();
        }
        Await.until("all that block", () -> inside.get() == usual);
        caller();
        assertThat(threads.close(1)).isFalse();
        Await.until("the caller that waited", () -> done.get() >= 1);
    }
}
