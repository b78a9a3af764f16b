// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Write;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.write.CommitListeners;
import io.lynchet.store.sql.write.CommitNotifier;
import io.lynchet.store.sql.write.CommitRequest;
import io.lynchet.store.sql.write.StoreWriter;
import io.lynchet.testkit.EntityBuilder;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The writer and the answering thread, when something in a turn of theirs breaks. */
class WriterLoopTest {
    private final AtomicReference<Runnable> inWrite = new AtomicReference<>(() -> {});
    private final AtomicReference<Runnable> inUpkeep = new AtomicReference<>(() -> {});
    private final CommitListeners listeners = new CommitListeners();
    private final StoreWriter writer = new StoreWriter("test", new Work(), 100, 10, listeners);
    private final Entity entity = EntityBuilder.entity("Note").build();

    private final class Work implements StoreWriter.Work {
        @Override
        public void write(List<CommitRequest> batch, CommitNotifier notifier) {
            inWrite.get().run();
            batch.forEach(request -> request.committed(new WriteResult(1, List.of(), false)));
            notifier.give(batch, List.of(change()));
        }

        @Override
        public void upkeep() {
            inUpkeep.get().run();
        }

        @Override
        public long syncNanos() {
            return 0;
        }

        @Override
        public Database connection() {
            return null;
        }

        @Override
        public RuntimeException failed(SQLException cause) {
            return new IllegalStateException(cause);
        }

        @Override
        public void rollback() {}
    }

    private static Change change() {
        return Change.single(1, "Note", "x", io.lynchet.api.row.ChangeKind.DELETE, null, null, java.time.Instant.EPOCH);
    }

    @AfterEach
    void close() {
        writer.close();
    }

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    /** Breaks once. */
    private static Runnable once(Error error) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (!done.getAndSet(true)) {
                throw error;
            }
        };
    }

    private Optional<Throwable> commit() {
        CompletableFuture<WriteResult> answer = writer.commit(Commit.of(new Write.Delete(entity, "x", -1), Guard.NONE))
                .toCompletableFuture();
        try {
            answer.orTimeout(20, TimeUnit.SECONDS).join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(e.getCause());
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorInATransaction_failsItsCommits_andTheWriterGoesOn(Error error) {
        inWrite.set(once(error));
        writer.start();
        assertThat(commit()).hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(LynchetException.class));
        assertThat(commit()).isEmpty();
        assertThat(writer.isAlive()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorInTheUpkeep_failsNobody_andTheWriterGoesOn(Error error) {
        inUpkeep.set(once(error));
        writer.start();
        assertThat(commit()).isEmpty();
        assertThat(commit()).isEmpty();
        assertThat(writer.isAlive()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorInAListener_neitherKeepsOthersFromHearing_norCallersFromTheirAnswers(Error error) {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        Runnable breaking = once(error);
        listeners.add(changes -> breaking.run());
        listeners.add(changes -> heard.add(changes.size()));
        writer.start();
        assertThat(commit()).isEmpty();
        assertThat(commit()).isEmpty();
        assertThat(heard).containsExactly(1, 1);
    }

    @Test
    void interruptFromInsideATransaction_isNotTheEndOfTheWriter() {
        AtomicBoolean done = new AtomicBoolean();
        inWrite.set(() -> {
            if (!done.getAndSet(true)) {
                Thread.currentThread().interrupt();
            }
        });
        writer.start();
        commit();
        assertThat(commit()).isEmpty();
        assertThat(writer.isAlive()).isTrue();
    }
}
