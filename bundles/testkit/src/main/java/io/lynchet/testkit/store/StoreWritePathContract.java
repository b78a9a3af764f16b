// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Row;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Store;
import io.lynchet.testkit.Await;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The write path: code that waits there for a write is refused at once, where it would stand still with all writers behind it. */
public abstract class StoreWritePathContract extends StoreContract {
    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    private CompletionStage<Committed> commitOne(Row row, Guard guard) {
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
    @DisplayName("commit: what depends on it may commit, but not wait for that, where callers are told")
    void dependent_mayCommitButNotWait() {
        CompletableFuture<Committed> chained = commitOne(app.user("a"), Guard.NONE)
                .thenCompose(done -> commitOne(app.user("b"), Guard.NONE))
                .toCompletableFuture();
        assertThat(Await.value(chained).applied()).hasSize(1);
        CompletableFuture<Throwable> waited = new CompletableFuture<>();
        // Held up until the dependent is registered, so that it is the store's thread that runs it.
        CompletableFuture<Void> registered = new CompletableFuture<>();
        commitOne(app.user("c"), (write, before, after, rows) -> registered.join())
                .whenComplete((done, failure) -> {
                    try {
                        commitOne(app.user("d"), Guard.NONE)
                                .thenApply(committed -> committed.seq())
                                .toCompletableFuture()
                                .join();
                        waited.complete(null);
                    } catch (CompletionException | LynchetException e) {
                        waited.complete(e);
                    }
                });
        registered.complete(null);
        assertThat(Await.value(waited)).hasMessageContaining("can't wait");
        assertGoesOn();
    }
}
