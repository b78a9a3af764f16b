// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Recording;
import io.lynchet.testkit.Sample;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of operation keys: remembered in the same commit, with the result for a repetition. */
public abstract class StoreIdempotencyContract extends StoreContract {
    private static final OperationKey KEY = new OperationKey("client", "op-1");

    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    private static Commit keyed(OperationKey key, Guard guard, Write... writes) {
        return asked(key, "", guard, writes);
    }

    private static Commit asked(OperationKey key, String request, Guard guard, Write... writes) {
        return new Commit(List.of(writes), guard, Optional.of(new Operation(key, request)), Optional.empty());
    }

    private void assumeSupported() {
        Assumptions.assumeTrue(has(StoreCapability.IDEMPOTENCY));
    }

    @Test
    @DisplayName("a store without the power refuses operation keys with UNSUPPORTED")
    void withoutThePower_keysAreRefused() {
        Assumptions.assumeFalse(has(StoreCapability.IDEMPOTENCY));
        assertThat(Await.refusal(store.commit(keyed(KEY, Guard.NONE, new Write.Insert(app.user("u1")))))
                        .code())
                .isEqualTo(ErrorCode.UNSUPPORTED);
        assertNothingCommittedSince(0);
    }

    @Test
    @DisplayName("operation: when known, nothing is written and the first answer is given again")
    void replay_givesTheFirstAnswerAndWritesNothing() {
        assumeSupported();
        WriteResult first = Await.value(store.commit(keyed(
                KEY,
                Guard.NONE,
                new Write.Insert(app.user("u1")),
                new Write.Insert(app.user("u2")),
                patch(app.user(), "u1", "name", "user u1"))));
        insert(app.user("u3"));
        WriteResult again = Await.value(store.commit(keyed(KEY, Guard.NONE, new Write.Insert(app.user("u4")))));
        assertThat(first.replayed()).isFalse();
        assertThat(again).isEqualTo(new WriteResult(first.seq(), first.items(), true));
        assertThat(again.items()).extracting(WriteResult.Item::seq).containsExactly(1L, 2L, 0L);
        assertNothingCommittedSince(3);
    }

    @Test
    @DisplayName("a replay asks no guard, checks nothing and tells no listener")
    void replay_asksNoGuard() {
        assumeSupported();
        AtomicInteger calls = new AtomicInteger();
        Guard counting = (write, before, after, rows) -> calls.incrementAndGet();
        Recording heard = new Recording();
        try (Store.Listening listening = store.listen(heard)) {
            for (int i = 0; i < 3; i++) {
                Await.value(store.commit(keyed(KEY, counting, new Write.Insert(app.user("u1")))));
            }
        }
        assertThat(calls).hasValue(1);
        assertThat(heard.seqs()).containsExactly(1L);
    }

    @Test
    @DisplayName("keys are those of a client: both parts count, exactly")
    void keys_ofOtherClientsOrOperations_areOthers() {
        assumeSupported();
        List<OperationKey> keys = List.of(
                KEY,
                new OperationKey("client2", "op-1"),
                new OperationKey("client", "op-2"),
                new OperationKey("Client", "op-1"),
                new OperationKey("client", "op-1 "),
                new OperationKey("clientop", "-1"),
                new OperationKey("x".repeat(200), "\ud83d\ude00".repeat(100)));
        for (int i = 0; i < keys.size(); i++) {
            assertThat(Await.value(store.commit(keyed(keys.get(i), Guard.NONE, new Write.Insert(app.user("u" + i)))))
                            .replayed())
                    .isFalse();
        }
        assertThat(store.latest().count(app.user(), Filter.Constant.TRUE)).isEqualTo(keys.size());
    }

    @Test
    @DisplayName("a refused commit is not remembered")
    void refusals_areNotRemembered() {
        assumeSupported();
        assertThat(Await.refusal(store.commit(keyed(KEY, Guard.NONE, new Write.Delete(app.user(), "u1", Write.ANY))))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        WriteResult second = Await.value(store.commit(keyed(KEY, Guard.NONE, new Write.Insert(app.user("u1")))));
        assertThat(second.replayed()).isFalse();
    }

    @Test
    @DisplayName("a commit that changed nothing is remembered too")
    void commitsWithoutChange_areRemembered() {
        assumeSupported();
        insert(app.user("u1"));
        WriteResult first = Await.value(store.commit(keyed(KEY, Guard.NONE, patch(app.user(), "u1"))));
        delete(app.user(), "u1");
        WriteResult again = Await.value(store.commit(keyed(KEY, Guard.NONE, patch(app.user(), "u1"))));
        assertThat(first.seq()).isEqualTo(1);
        assertThat(again).isEqualTo(new WriteResult(1, first.items(), true));
    }

    @Test
    @DisplayName("of many commits with one key that come at once, one is written and all get its answer")
    void manyAtOnce_writeOnce() {
        assumeSupported();
        List<CompletionStage<WriteResult>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(store.commit(keyed(KEY, Guard.NONE, new Write.Insert(app.user("u" + i)))));
        }
        List<WriteResult> all = answers.stream().map(Await::value).toList();
        assertThat(all.stream().filter(answer -> !answer.replayed())).hasSize(1);
        assertThat(all)
                .allSatisfy(answer ->
                        assertThat(answer.items()).isEqualTo(all.get(0).items()));
        assertThat(store.info().headSeq()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "operation: a known key with another request is IDEMPOTENCY_KEY_REUSED; nothing is written, and the first answer stays")
    void otherRequest_withAKnownKey_isRefused() {
        assumeSupported();
        AtomicInteger calls = new AtomicInteger();
        Guard counting = (write, before, after, rows) -> calls.incrementAndGet();
        WriteResult first = Await.value(store.commit(asked(KEY, "one", counting, new Write.Insert(app.user("u1")))));
        assertThat(first.request()).isEqualTo("one");
        assertThat(Await.refusal(store.commit(asked(
                                KEY,
                                "two",
                                counting,
                                new Write.Insert(app.user("u2")),
                                new Write.Delete(app.user(), "u1", Write.ANY))))
                        .code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertNothingCommittedSince(1);
        assertThat(calls).hasValue(1);
        assertThat(Await.value(store.commit(asked(KEY, "one", counting, new Write.Insert(app.user("u1"))))))
                .isEqualTo(new WriteResult(first.seq(), first.items(), true, "one"));
    }

    @Test
    @DisplayName(
            "an answer that was remembered without a request goes with every request, and so does a commit that tells none")
    void unknownRequests_areNotCompared() {
        assumeSupported();
        Await.value(store.commit(asked(KEY, "", Guard.NONE, new Write.Insert(app.user("u1")))));
        assertThat(Await.value(store.commit(asked(KEY, "two", Guard.NONE, new Write.Insert(app.user("u2")))))
                        .replayed())
                .isTrue();
        OperationKey other = new OperationKey("client", "op-2");
        Await.value(store.commit(asked(other, "one", Guard.NONE, new Write.Insert(app.user("u3")))));
        assertThat(Await.value(store.commit(keyed(other, Guard.NONE, new Write.Insert(app.user("u4")))))
                        .replayed())
                .isTrue();
        assertThat(store.info().headSeq()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "of many requests with one key that come at once, one is done, its repetitions get its answer, and the others are refused")
    void manyRequestsAtOnce_oneWins() {
        assumeSupported();
        List<CompletionStage<WriteResult>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(store.commit(asked(KEY, "r" + i % 2, Guard.NONE, new Write.Insert(app.user("u" + i)))));
        }
        String winner = Await.value(answers.get(0)).request();
        for (int i = 0; i < 50; i++) {
            if (winner.equals("r" + i % 2)) {
                assertThat(Await.value(answers.get(i)).items())
                        .isEqualTo(Await.value(answers.get(0)).items());
            } else {
                assertThat(Await.refusal(answers.get(i)).code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
            }
        }
        assertThat(store.info().headSeq()).isEqualTo(1);
    }

    @Test
    @DisplayName("answers survive a change of the schema")
    void answers_surviveAnInstall() {
        assumeSupported();
        WriteResult first = Await.value(store.commit(keyed(KEY, Guard.NONE, new Write.Insert(app.user("u1")))));
        Sample next = new Sample();
        store.install(next.schema(), MigrationPlan.NOTHING);
        WriteResult again = Await.value(store.commit(keyed(KEY, Guard.NONE, new Write.Insert(next.user("u1")))));
        assertThat(again).isEqualTo(new WriteResult(first.seq(), first.items(), true));
    }
}
