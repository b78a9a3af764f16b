// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriteRefusedException;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of commits with several writes, and of the guard inside. */
public abstract class StoreTransactionContract extends StoreContract {
    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    @Test
    @DisplayName("Commit: writes that happen together, in order; each sees the ones before it")
    void writes_seeTheOnesBefore() {
        WriteResult committed = commit(List.of(
                new Write.Insert(app.user("u1")),
                new Write.Insert(app.todo("t1", "owner", "u1", "rank", 1L)),
                patch(app.todo(), "t1", "rank", 2L),
                patch(app.todo(), "t1", "done", true),
                new Write.Insert(app.todo("t2")),
                new Write.Delete(app.todo(), "t2", Write.ANY)));
        assertThat(committed.replayed()).isFalse();
        assertThat(committed.seq()).isEqualTo(6);
        assertThat(committed.items())
                .containsExactly(
                        new WriteResult.Item("User", "u1", ChangeKind.INSERT, 1),
                        new WriteResult.Item("Todo", "t1", ChangeKind.INSERT, 2),
                        new WriteResult.Item("Todo", "t1", ChangeKind.UPDATE, 3),
                        new WriteResult.Item("Todo", "t1", ChangeKind.UPDATE, 4),
                        new WriteResult.Item("Todo", "t2", ChangeKind.INSERT, 5),
                        new WriteResult.Item("Todo", "t2", ChangeKind.DELETE, 6));
        assertThat(store.latest().get(app.todo(), "t1"))
                .contains(app.todo("t1", "owner", "u1", "rank", 2L, "done", true));
        assertThat(store.latest().get(app.todo(), "t2")).isEmpty();
    }

    @Test
    @DisplayName("Commit: all or not at all; a WriteRefusedException names the write")
    void aRefusedWrite_undoesAllOfTheCommit() {
        insert(app.user("u1", "email", "a"));
        LynchetException failure = refusalOf(
                new Write.Insert(app.user("u2", "email", "b")),
                patch(app.user(), "u1", "email", "c"),
                new Write.Insert(app.user("u3", "email", "b")),
                new Write.Insert(app.user("u4")));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
        assertThat(failure).isInstanceOf(WriteRefusedException.class).hasMessage("another User has the same email");
        assertThat(((WriteRefusedException) failure).index()).isEqualTo(2);
        assertThat(failure.problems()).hasSize(1);
        assertNothingCommittedSince(1);
        assertThat(store.latest().count(app.user(), Filter.Constant.TRUE)).isEqualTo(1);
        assertThat(store.latest().get(app.user(), "u1").orElseThrow().get("email"))
                .isEqualTo("a");
        insert(app.user("u2", "email", "b"));
        assertThat(store.info().headSeq()).as("no seq was used up").isEqualTo(2);
    }

    @Test
    @DisplayName("a commit of one write fails with the error itself")
    void aRefusedSingleWrite_failsWithTheErrorItself() {
        assertThat(refusalOf(new Write.Delete(app.user(), "u1", Write.ANY)))
                .isNotInstanceOf(WriteRefusedException.class);
    }

    @Test
    @DisplayName("an update that leaves the row equal is acknowledged and leaves no log entry")
    void anUpdateThatChangesNothing_leavesNoEntry() {
        insert(app.user("u1"), app.todo("t1", "rank", 1L, "owner", "u1"));
        WriteResult committed = update(app.todo(), "t1", "rank", 1L, "owner", "u1", "done", null);
        assertThat(committed.seq()).as("the head of the log").isEqualTo(2);
        assertThat(committed.items()).containsExactly(new WriteResult.Item("Todo", "t1", ChangeKind.UPDATE, 0));
        assertNothingCommittedSince(2);
        assertThat(store.latest().lastChange(app.todo(), "t1")).hasValue(2);
        WriteResult mixed =
                commit(List.of(patch(app.todo(), "t1"), patch(app.user(), "u1", "name", "n"), patch(app.todo(), "t1")));
        assertThat(mixed.items()).extracting(WriteResult.Item::seq).containsExactly(0L, 3L, 0L);
        assertThat(mixed.seq()).isEqualTo(3);
    }

    @Test
    @DisplayName("Guard: called once for each write, with the row as stored and as it will be")
    void guard_seesTheRowBeforeAndAfter() {
        Row first = app.todo("t1", "rank", 1L);
        List<Write> writes = List.of(
                new Write.Insert(first),
                patch(app.todo(), "t1", "rank", 2L),
                new Write.Delete(app.todo(), "t1", Write.ANY));
        List<Object> seen = new ArrayList<>();
        Guard guard = (write, before, after, rows) -> {
            seen.add(write);
            seen.add(before);
            seen.add(after);
        };
        Await.value(store.commit(commitOf(writes, guard)));
        Row second = first.with(new Draft(app.todo()).set("rank", 2L));
        assertThat(seen)
                .containsExactly(writes.get(0), null, first, writes.get(1), first, second, writes.get(2), second, null);
    }

    @Test
    @DisplayName("Guard: rows sees the earlier writes of this commit, and not the one it is asked about")
    void guard_seesTheEarlierWrites() {
        insert(app.user("u1"));
        List<String> seen = new ArrayList<>();
        Guard guard = (write, before, after, rows) -> {
            StringBuilder state = new StringBuilder();
            for (String id : List.of("u1", "u2", "u3")) {
                Filter byId = new Filter.Compare(
                        new Operand.FieldRef(0, app.user().id()), Comparison.EQUAL, new Operand.Literal(id));
                if (rows.exists(app.user(), byId, Scope.of(after == null ? before : after, rows))) {
                    state.append(id);
                }
            }
            seen.add(state.toString());
        };
        Await.value(store.commit(commitOf(
                List.of(
                        new Write.Insert(app.user("u2")),
                        new Write.Insert(app.user("u3")),
                        new Write.Delete(app.user(), "u1", Write.ANY),
                        patch(app.user(), "u2", "name", "n")),
                guard)));
        assertThat(seen).containsExactly("u1", "u1u2", "u1u2u3", "u2u3");
    }

    @Test
    @DisplayName("Guard: the filter given to exists sees the outer row at depth 1")
    void guard_existsWithAnOuterRow() {
        insert(app.user("u1"));
        AtomicReference<List<Boolean>> seen = new AtomicReference<>();
        Guard guard = (write, before, after, rows) -> {
            Filter owns = new Filter.Compare(
                    new Operand.FieldRef(0, app.user().id()),
                    Comparison.EQUAL,
                    new Operand.FieldRef(1, app.todo().fieldOrNull("owner")));
            Filter.Exists exists = new Filter.Exists(app.user(), owns);
            seen.set(List.of(
                    exists.matches(Scope.of(after, rows)),
                    exists.matches(Scope.of(app.todo("x", "owner", "u9"), rows))));
        };
        Await.value(store.commit(commitOf(List.of(new Write.Insert(app.todo("t1", "owner", "u1"))), guard)));
        assertThat(seen.get()).containsExactly(true, false);
    }

    @Test
    @DisplayName("Guard: a LynchetException refuses the whole commit with that error")
    void guard_thatRefuses_refusesTheCommit() {
        LynchetException no = new LynchetException(ErrorCode.POLICY_DENIED, "no");
        Guard guard = (write, before, after, rows) -> {
            if (write.id().equals("u2")) {
                throw no;
            }
        };
        LynchetException alone =
                Await.refusal(store.commit(commitOf(List.of(new Write.Insert(app.user("u2"))), guard)));
        assertThat(alone).isSameAs(no);
        LynchetException amongOthers = Await.refusal(store.commit(
                commitOf(List.of(new Write.Insert(app.user("u1")), new Write.Insert(app.user("u2"))), guard)));
        assertThat(amongOthers.code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(((WriteRefusedException) amongOthers).index()).isEqualTo(1);
        assertNothingCommittedSince(0);
    }

    @Test
    @DisplayName("Guard: any other exception refuses the commit with INTERNAL, and the store goes on")
    void guard_thatBreaks_refusesWithInternal() {
        IllegalStateException broken = new IllegalStateException("secret");
        Guard guard = (write, before, after, rows) -> {
            throw broken;
        };
        LynchetException failure =
                Await.refusal(store.commit(commitOf(List.of(new Write.Insert(app.user("u1"))), guard)));
        assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(failure.getMessage()).doesNotContain("secret");
        assertThat(failure).hasRootCause(broken);
        assertNothingCommittedSince(0);
        insert(app.user("u1"));
    }

    @Test
    @DisplayName("commit: after a failure others of the same group are not harmed")
    void aFailure_doesNotHarmOthersOfTheGroup() {
        insert(app.user("u", "email", "taken"));
        List<CompletionStage<WriteResult>> good = new ArrayList<>();
        List<CompletionStage<WriteResult>> bad = new ArrayList<>();
        Guard breaks = (write, before, after, rows) -> {
            throw new IllegalStateException("broken");
        };
        for (int i = 0; i < 100; i++) {
            good.add(store.commit(commitOf(
                    List.of(new Write.Insert(app.user("a" + i)), new Write.Insert(app.user("b" + i))), Guard.NONE)));
            bad.add(store.commit(commitOf(
                    List.of(new Write.Insert(app.user("c" + i)), new Write.Insert(app.user("d" + i, "email", "taken"))),
                    Guard.NONE)));
            bad.add(store.commit(commitOf(List.of(new Write.Insert(app.user("e" + i))), breaks)));
        }
        bad.forEach(Await::refusal);
        good.forEach(Await::value);
        assertThat(store.info().headSeq()).as("only good ones, without holes").isEqualTo(201);
        assertThat(store.latest().count(app.user(), Filter.Constant.TRUE)).isEqualTo(201);
        for (int i = 0; i < 100; i++) {
            assertThat(Await.value(good.get(i)).seq()).isEqualTo(3 + 2L * i);
        }
    }

    @Test
    @DisplayName("Commit: up to 10,000 writes")
    void aCommitOfTheGreatestSize_works() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < Commit.WRITES_MAX; i++) {
            writes.add(new Write.Insert(app.user("u" + i)));
        }
        assertThat(commit(writes).items()).hasSize(writes.size());
        assertThat(store.latest().count(app.user(), Filter.Constant.TRUE)).isEqualTo(writes.size());
    }
}
