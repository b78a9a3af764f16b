// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.loop.Vitals;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Store;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Recording;
import io.lynchet.testkit.store.StoreContract;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of a store's threads: no exception of listeners, callers or guards ends them, or keeps other callers
 * from their results.
 */
public abstract class StoreLoopContract extends StoreContract {
    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    private Commit insertOf(Row row) {
        return commitOf(inserts(List.of(row)), Guard.NONE);
    }

    private void assertGoesOn() {
        insert(app.user("later"));
        assertThat(store.latest().get(app.user(), "later")).isPresent();
        assertThat(Vitals.complaints()).isEmpty();
        assertThat(Vitals.verdict()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("errors")
    @DisplayName("CommitListener: one that ends in an error fails no commit, and the others hear of it")
    void listener_thatEndsInAnError_failsNoCommit_andTheOthersHear(Error error) {
        Recording heard = new Recording();
        try (Store.Listening breaking = store.listen(changes -> {
                    throw error;
                });
                Store.Listening listening = store.listen(heard)) {
            WriteResult committed = Await.value(store.commit(insertOf(app.user("a"))));
            assertThat(committed.items()).hasSize(1);
            assertGoesOn();
            Await.until("both to be heard of", () -> heard.seqs().size() == 2);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    @DisplayName("what a caller does with its answer, and how that ends, is nothing to the store")
    void caller_thatEndsInAnError_isNothingToTheStore(Error error) {
        AtomicBoolean called = new AtomicBoolean();
        CompletableFuture<WriteResult> follow = store.commit(insertOf(app.user("a")))
                .whenComplete((committed, failure) -> {
                    called.set(true);
                    throw error;
                })
                .toCompletableFuture();
        Await.until("the caller to be called", called::get);
        Await.until("its end", follow::isCompletedExceptionally);
        assertGoesOn();
    }

    @Test
    @DisplayName("CommitListener: one that interrupts its thread keeps nobody from an answer")
    void listener_thatInterrupts_keepsNobodyFromAnAnswer() {
        try (Store.Listening listening =
                store.listen(changes -> Thread.currentThread().interrupt())) {
            insert(app.user("a"));
            insert(app.user("b"));
            assertGoesOn();
        }
    }
}
