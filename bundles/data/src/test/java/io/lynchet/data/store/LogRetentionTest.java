// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.lease.Gate;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.Write;
import io.lynchet.store.memory.MemoryStore;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Breaking;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogRetentionTest {
    private static final Duration WEEK = Duration.ofDays(7);

    private final MemoryStore store = new MemoryStore();
    private final Gate<Store> gate = new Gate<>("store");
    private final Sample app = new Sample();

    @BeforeEach
    void install() {
        Schema schema = app.schema();
        store.install(schema, Plans.create(schema));
        gate.bind(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void insert(int many) {
        long head = store.info().headSeq();
        List<CompletionStage<WriteResult>> under = IntStream.range(0, many)
                .mapToObj(i -> store.commit(Commit.of(new Write.Insert(app.user("u" + (head + i))), Guard.NONE)))
                .toList();
        under.forEach(Await::value);
    }

    private void insertTogether(int many) {
        long head = store.info().headSeq();
        List<Write> writes = IntStream.range(0, many)
                .mapToObj(i -> (Write) new Write.Insert(app.user("u" + (head + i))))
                .toList();
        Await.value(store.commit(new Commit(writes, Guard.NONE, Optional.empty(), Optional.empty())));
    }

    private void forget(Duration later, Duration age, long changes) {
        Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
        try (LogRetention retention = new LogRetention(gate, clock, new LogRetention.Limits(age, changes))) {
            retention.forgetAll();
        }
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorInALook_isNotTheLastLook(Error error) {
        insert(20);
        AtomicReference<Error> next = new AtomicReference<>(error);
        Gate<Store> breaking = new Gate<>("store");
        breaking.bind(Breaking.once(Store.class, store, next));
        LogRetention.Limits limits = new LogRetention.Limits(WEEK, 5);
        try (LogRetention retention = new LogRetention(breaking, Clock.systemUTC(), limits)) {
            retention.start(Duration.ofMillis(1));
            Await.until("a look after the one that broke", () -> store.info().oldestSeq() == 16);
        }
        assertThat(next).hasValue(null);
    }

    @Test
    void withinBothLimits_nothingIsForgotten() {
        insert(20);
        forget(Duration.ofDays(6), WEEK, 20);
        assertThat(store.info().oldestSeq()).isEqualTo(1);
    }

    @Test
    void moreThanTheNumber_isForgotten_inSeveralPieces() {
        insert(2 * LogRetention.PIECE + 500);
        forget(Duration.ZERO, WEEK, 100);
        assertThat(store.info().oldestSeq()).isEqualTo(2 * LogRetention.PIECE + 401);
    }

    @Test
    void commit_isForgottenWhole_alsoWhenItIsLongerThanAPiece() {
        insert(10);
        insertTogether(2 * LogRetention.PIECE);
        insertTogether(100);
        forget(Duration.ZERO, WEEK, 150);
        assertThat(store.info().oldestSeq()).as("inside the long one").isEqualTo(11);
        forget(Duration.ZERO, WEEK, 100);
        assertThat(store.info().oldestSeq()).isEqualTo(10 + 2 * LogRetention.PIECE + 1);
        forget(Duration.ZERO, WEEK, 50);
        assertThat(store.info().oldestSeq()).as("inside the newest").isEqualTo(10 + 2 * LogRetention.PIECE + 1);
    }

    @Test
    void olderThanTheAge_isForgotten_butForTheNewest() {
        insert(LogRetention.PIECE + 10);
        forget(Duration.ofDays(8), WEEK, 1_000_000);
        assertThat(store.info().oldestSeq()).isEqualTo(LogRetention.PIECE + 10);
    }

    @Test
    void emptyLog_andNoStore_areNoErrors() {
        forget(Duration.ofDays(8), WEEK, 1);
        assertThat(store.info().oldestSeq()).isEqualTo(1);
        gate.unbind(store);
        forget(Duration.ofDays(8), WEEK, 1);
    }
}
