// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Recording;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.random.RandomSchemas;
import io.lynchet.testkit.random.RandomWrites;
import io.lynchet.testkit.store.Replay;
import io.lynchet.testkit.store.StoreContract;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of the log of changes and its listeners. */
public abstract class StoreChangeLogContract extends StoreContract {
    @Test
    @DisplayName("Change: the row as it was and as it is now, in order of seq, from 1")
    void log_hasTheImagesBeforeAndAfter() {
        installSample();
        Instant start = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Row first = app.todo("t1", "rank", 1L);
        insert(first);
        update(app.todo(), "t1", "rank", null, "notes", "n");
        delete(app.todo(), "t1");
        Row second = app.todo("t1", "notes", "n");
        List<Change> log = log();
        assertThat(log).extracting(Change::seq).containsExactly(1L, 2L, 3L);
        assertThat(log)
                .extracting(Change::kind)
                .containsExactly(ChangeKind.INSERT, ChangeKind.UPDATE, ChangeKind.DELETE);
        assertThat(log).extracting(Change::before).containsExactly(null, first, second);
        assertThat(log).extracting(Change::after).containsExactly(first, second, null);
        assertThat(log).allSatisfy(change -> {
            assertThat(change.entity()).isEqualTo("Todo");
            assertThat(change.id()).isEqualTo("t1");
            assertThat(change.at()).isBetween(start, Instant.now());
        });
        assertThat(log.get(0).after().entity()).isSameAs(app.todo());
    }

    @Test
    @DisplayName("changes: entries after the given seq, ascending, at most limit")
    void changes_arePagedBySeqAndLimit() {
        installSample();
        for (int i = 0; i < 7; i++) {
            insert(app.user("u" + i));
        }
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.changes(0, 3)).extracting(Change::seq).containsExactly(1L, 2L, 3L);
            assertThat(snapshot.changes(5, 10_000)).extracting(Change::seq).containsExactly(6L, 7L);
            assertThat(snapshot.changes(7, 1)).isEmpty();
        }
    }

    @Test
    @DisplayName("changes: end early with the entry that brings them above CHANGES_BYTES_MAX, and go on behind it")
    void changes_thatAreLarge_comeInShorterPages() {
        installSample();
        insert(app.user("u"));
        for (int i = 0; i < 6; i++) {
            update(app.user(), "u", "name", (char) ('a' + i) + "x".repeat(600_000));
        }
        try (Snapshot snapshot = store.snapshot()) {
            List<Long> told = new ArrayList<>();
            int pages = 0;
            List<Change> page = snapshot.changes(0, 10_000);
            while (!page.isEmpty()) {
                pages++;
                page.forEach(change -> told.add(change.seq()));
                long before = page.stream()
                        .limit(page.size() - 1)
                        .mapToLong(Change::bytes)
                        .sum();
                assertThat(before).isLessThanOrEqualTo(Snapshot.CHANGES_BYTES_MAX);
                page = snapshot.changes(told.get(told.size() - 1), 10_000);
            }
            assertThat(told).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
            assertThat(pages).isGreaterThan(1);
        }
    }

    @Test
    @DisplayName("changes: RESYNC_REQUIRED when after is beyond this snapshot's seq")
    void changes_fromTheFuture_needAResync() {
        installSample();
        insert(app.user("u0"));
        try (Snapshot snapshot = store.snapshot()) {
            insert(app.user("u1"));
            assertThat(resync(snapshot, 2)).isEqualTo(ErrorCode.RESYNC_REQUIRED);
            assertThat(snapshot.changes(1, 10))
                    .as("what came later is not seen")
                    .isEmpty();
        }
    }

    private static ErrorCode resync(Snapshot snapshot, long after) {
        return catchThrowableOfType(LynchetException.class, () -> snapshot.changes(after, 10))
                .code();
    }

    @Test
    @DisplayName("changes of an empty store: none")
    void changes_ofAnEmptyStore_areNone() {
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.seq()).isZero();
            assertThat(snapshot.changes(0, 10)).isEmpty();
        }
    }

    @Test
    @DisplayName("listener: hears of every commit once, in order of seq, what the log says")
    void listener_hearsWhatTheLogSays() {
        installSample();
        Recording heard = new Recording();
        try (Store.Listening listening = store.listen(heard)) {
            insert(app.user("u1"), app.user("u2"));
            update(app.user(), "u1", "name", "n");
            update(app.user(), "u1", "name", "n");
            refusalOf(new Write.Delete(app.user(), "u9", Write.ANY));
            delete(app.user(), "u2");
            assertThat(heard.changes()).isEqualTo(log());
            assertThat(heard.calls()).allSatisfy(call -> assertThat(call).isNotEmpty());
        }
    }

    @Test
    @DisplayName("commit: the stage completes when listeners have been told")
    void stage_completesAfterListenersWereTold() {
        installSample();
        Recording heard = new Recording();
        try (Store.Listening listening = store.listen(heard)) {
            for (int i = 0; i < 50; i++) {
                WriteResult committed = insert(app.user("u" + i));
                assertThat(heard.seqs()).contains(committed.seq());
            }
        }
    }

    @Test
    @DisplayName("listener: the change is durable and to be read when it is told")
    void listener_isToldAfterTheChangeIsVisible() {
        installSample();
        AtomicBoolean visible = new AtomicBoolean(true);
        try (Store.Listening listening = store.listen(changes -> {
            try (Snapshot snapshot = store.snapshot()) {
                if (snapshot.seq() < changes.get(changes.size() - 1).seq()) {
                    visible.set(false);
                }
            }
        })) {
            for (int i = 0; i < 20; i++) {
                insert(app.user("u" + i));
            }
        }
        assertThat(visible).isTrue();
    }

    @Test
    @DisplayName("listen: until the handle is closed; closing twice is the same as once")
    void listener_hearsNothingAfterItsHandleIsClosed() {
        installSample();
        Recording first = new Recording();
        Recording second = new Recording();
        Store.Listening one = store.listen(first);
        Store.Listening two = store.listen(second);
        insert(app.user("u1"));
        one.close();
        one.close();
        insert(app.user("u2"));
        assertThat(first.seqs()).containsExactly(1L);
        assertThat(second.seqs()).containsExactly(1L, 2L);
        two.close();
    }

    @Test
    @DisplayName("listener: without gaps from the moment of registration, while writers run")
    void listener_registeredWhileWritersRun_hearsNoGap() {
        installSample();
        List<Recording> heard = new ArrayList<>();
        List<Store.Listening> handles = new ArrayList<>();
        List<CompletionStage<WriteResult>> pending = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            pending.add(store.commit(commitOf(List.of(new Write.Insert(app.user("u" + i))), Guard.NONE)));
            if (i % 20 == 0) {
                heard.add(new Recording());
                handles.add(store.listen(heard.get(heard.size() - 1)));
            }
        }
        pending.forEach(Await::value);
        for (Recording one : heard) {
            List<Long> seqs = one.seqs();
            if (!seqs.isEmpty()) {
                assertThat(seqs)
                        .isEqualTo(
                                LongStream.rangeClosed(seqs.get(0), 400).boxed().toList());
            }
        }
        assertThat(heard.get(0).seqs())
                .as("what was committed after its registration")
                .hasSizeGreaterThanOrEqualTo(399);
        handles.forEach(Store.Listening::close);
    }

    @Test
    @DisplayName("the log, replayed, gives the tables")
    void log_replayed_givesTheTables() {
        Seeds.forEach(15, random -> {
            store = fixture().open();
            Schema schema = new RandomSchemas(random).schema();
            install(schema);
            RandomWrites writes = new RandomWrites(random, schema);
            List<CompletionStage<WriteResult>> pending = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                pending.add(store.commit(commitOf(writes.commit(), Guard.NONE)));
            }
            // Many are refused; log and tables must agree all the same.
            pending.forEach(stage ->
                    stage.toCompletableFuture().handle((done, failed) -> done).join());
            List<Change> log = log();
            assertThat(log).isNotEmpty();
            Replay replay = new Replay();
            log.forEach(replay::apply);
            replay.assertEquals(store.latest(), schema);
            fixture().close(store);
        });
    }
}
