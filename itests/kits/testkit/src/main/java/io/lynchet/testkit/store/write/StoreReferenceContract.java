// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriteRefusedException;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of references: checked at the end of a commit; those that a guard does not allow count as missing. */
public abstract class StoreReferenceContract extends StoreContract {
    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    private Write.Insert todo(String id, Object... fields) {
        return new Write.Insert(app.todo(id, fields));
    }

    private Write.Delete gone(String id) {
        return new Write.Delete(app.todo(), id, Write.ANY);
    }

    private void refused(ErrorCode code, int index, Write... writes) {
        long head = store.info().headSeq();
        LynchetException failure = refusalOf(writes);
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
        assertThat(failure).isInstanceOf(WriteRefusedException.class);
        assertThat(((WriteRefusedException) failure).index()).isEqualTo(index);
        assertNothingCommittedSince(head);
    }

    @Test
    @DisplayName("a row may refer to one that is inserted later in the commit, and rows may refer to each other")
    void insert_ofACycle_works() {
        commit(List.of(todo("t1", "parent", "t2"), todo("t2", "parent", "t3"), todo("t3", "parent", "t1")));
        commit(List.of(todo("t4", "owner", "u1"), new Write.Insert(app.user("u1"))));
        insert(app.todo("t5", "parent", "t5"));
        commit(List.of(patch(app.todo(), "t5", "parent", "t6"), todo("t6", "parent", "t5")));
        assertThat(store.latest().get(app.todo(), "t1")).contains(app.todo("t1", "parent", "t2"));
        assertThat(store.latest().count(app.todo(), Filter.Constant.TRUE)).isEqualTo(6);
        assertThat(log()).extracting("seq").containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    @DisplayName("rows that refer to each other may go together, in any order")
    void delete_ofACycle_works() {
        commit(List.of(todo("t1", "parent", "t2"), todo("t2", "parent", "t3"), todo("t3", "parent", "t1")));
        refused(ErrorCode.REFERENCE_IN_USE, 0, gone("t1"), gone("t2"));
        commit(List.of(gone("t1"), gone("t2"), gone("t3")));
        commit(List.of(new Write.Insert(app.user("u1")), todo("t4", "owner", "u1")));
        commit(List.of(new Write.Delete(app.user(), "u1", Write.ANY), gone("t4")));
        assertThat(store.latest().count(app.todo(), Filter.Constant.TRUE)).isZero();
        assertThat(store.latest().count(app.user(), Filter.Constant.TRUE)).isZero();
    }

    @Test
    @DisplayName("INVALID_REFERENCE of the write that set it, when there is no target at the end of the commit")
    void reference_withoutATargetAtTheEnd_isRefused() {
        insert(app.user("u1"));
        refused(
                ErrorCode.INVALID_REFERENCE,
                1,
                new Write.Insert(app.user("u2")),
                todo("t1", "owner", "u3"),
                patch(app.user(), "u1", "name", "n"));
        refused(ErrorCode.INVALID_REFERENCE, 1, todo("t1", "parent", "t2"), todo("t2", "parent", "t3"));
        refused(
                ErrorCode.INVALID_REFERENCE,
                1,
                new Write.Delete(app.user(), "u1", Write.ANY),
                todo("t1", "owner", "u1"));
        refused(ErrorCode.INVALID_REFERENCE, 0, todo("t1", "parent", "t2"), todo("t2"), gone("t2"));
    }

    @Test
    @DisplayName("REFERENCE_IN_USE of the delete, when a row still refers to it at the end of the commit")
    void delete_ofARowThatIsStillReferredTo_isRefused() {
        insert(app.user("u1"), app.todo("t1", "owner", "u1"), app.todo("t2", "owner", "u1"));
        Write.Delete delete = new Write.Delete(app.user(), "u1", Write.ANY);
        refused(ErrorCode.REFERENCE_IN_USE, 0, delete, patch(app.todo(), "t1", "owner", null));
        refused(ErrorCode.REFERENCE_IN_USE, 0, delete, gone("t1"));
        commit(List.of(delete, patch(app.todo(), "t1", "owner", null), gone("t2")));
    }

    @Test
    @DisplayName("what is led elsewhere, or comes back, by the end of the commit is no error")
    void reference_thatIsMendedLater_isNoError() {
        insert(app.user("u1"), app.todo("t1", "owner", "u1"));
        commit(List.of(new Write.Delete(app.user(), "u1", Write.ANY), new Write.Insert(app.user("u1", "name", "new"))));
        commit(List.of(patch(app.todo(), "t1", "owner", "u9"), patch(app.todo(), "t1", "owner", "u1")));
        commit(List.of(todo("t2", "owner", "u9"), gone("t2")));
        assertThat(store.latest().get(app.todo(), "t1")).contains(app.todo("t1", "owner", "u1"));
    }

    @Test
    @DisplayName("an error of a write by itself comes before references that are open")
    void ownErrors_comeFirst() {
        refused(ErrorCode.NOT_FOUND, 1, todo("t1", "owner", "u9"), gone("t9"));
    }

    @Test
    @DisplayName("of many commits at once, those whose references don't hold at their end are undone alone")
    void manyAtOnce_areDecidedEachForItself() {
        insert(app.user("u1"));
        List<CompletionStage<WriteResult>> good = new ArrayList<>();
        List<CompletionStage<WriteResult>> bad = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<Write> pair =
                    new ArrayList<>(List.of(todo("a" + i, "parent", "b" + i), todo("b" + i, "parent", "a" + i)));
            good.add(store.commit(commitOf(pair, Guard.NONE)));
            good.add(store.commit(commitOf(List.of(todo("c" + i, "owner", "u1")), Guard.NONE)));
            bad.add(store.commit(
                    commitOf(List.of(todo("d" + i, "parent", "c" + i), todo("e" + i, "parent", "f" + i)), Guard.NONE)));
            bad.add(store.commit(commitOf(List.of(todo("g" + i, "parent", "h")), Guard.NONE)));
        }
        good.forEach(Await::value);
        bad.forEach(each -> assertThat(Await.refusal(each).code()).isEqualTo(ErrorCode.INVALID_REFERENCE));
        assertThat(store.latest().count(app.todo(), Filter.Constant.TRUE)).isEqualTo(180);
        assertThat(store.info().headSeq()).isEqualTo(181);
    }

    /** A guard that allows all writes and shows some rows only. */
    private record Showing(Filter users, Filter todos) implements Guard {
        @Override
        public void check(Write write, Row before, Row after, RowSource rows) {
            // All writes are allowed.
        }

        @Override
        public Filter referable(Write write, Field reference) {
            return reference.type().target().equals("User") ? users : todos;
        }

        @Override
        public Filter nameable(Entity entity, Field reference) {
            return todos;
        }
    }

    private Filter is(Field field, Object value) {
        return new Filter.Compare(new Operand.FieldRef(0, field), Comparison.EQUAL, new Operand.Literal(value));
    }

    private LynchetException refusal(Guard guard, Write... writes) {
        return Await.refusal(store.commit(commitOf(List.of(writes), guard)));
    }

    private void assertSame(LynchetException hidden, LynchetException absent) {
        assertThat(hidden.code()).isEqualTo(ErrorCode.INVALID_REFERENCE);
        assertThat(hidden.code()).isEqualTo(absent.code());
        assertThat(hidden).hasMessage(absent.getMessage());
        assertThat(hidden.problems()).isEqualTo(absent.problems());
    }

    @Test
    @DisplayName("Guard.referable: another row counts as missing, in the same words")
    void reference_toARowThatIsNotReferable_countsAsMissing() {
        insert(app.user("u1", "name", "shown"), app.user("u2", "name", "hidden"), app.todo("t1"));
        for (Filter users : List.of(is(app.user().fieldOrNull("name"), "shown"), Filter.Constant.FALSE)) {
            Guard guard = new Showing(users, Filter.Constant.TRUE);
            assertSame(refusal(guard, todo("t2", "owner", "u2")), refusal(guard, todo("t2", "owner", "u9")));
            assertSame(
                    refusal(guard, patch(app.todo(), "t1", "owner", "u2")),
                    refusal(guard, patch(app.todo(), "t1", "owner", "u9")));
            assertSame(
                    refusal(guard, todo("t3"), todo("t2", "owner", "u2")),
                    refusal(guard, todo("t3"), todo("t2", "owner", "u9")));
        }
        Guard guard = new Showing(is(app.user().fieldOrNull("name"), "shown"), Filter.Constant.TRUE);
        Await.value(store.commit(commitOf(List.of(todo("t2", "owner", "u1")), guard)));
        assertNothingCommittedSince(4);
    }

    @Test
    @DisplayName("Guard.referable: a reference that does not change is not asked about")
    void reference_thatDoesNotChange_staysLegal() {
        insert(app.user("u1"), app.todo("t1", "owner", "u1"));
        Guard guard = new Showing(Filter.Constant.FALSE, Filter.Constant.TRUE);
        Await.value(store.commit(commitOf(List.of(patch(app.todo(), "t1", "rank", 1L)), guard)));
        Await.value(store.commit(commitOf(List.of(patch(app.todo(), "t1", "rank", 2L, "owner", "u1")), guard)));
    }

    @Test
    @DisplayName("Guard.referable: a row of the same commit, and what the commit itself shows, is judged as it will be")
    void reference_isJudgedAtTheEndOfTheCommit() {
        insert(app.user("u1", "name", "hidden"));
        Field name = app.user().fieldOrNull("name");
        Guard named = new Showing(is(name, "shown"), Filter.Constant.TRUE);
        commitWith(named, new Write.Insert(app.user("u2", "name", "shown")), todo("t1", "owner", "u2"));
        commitWith(named, todo("t2", "owner", "u3"), new Write.Insert(app.user("u3", "name", "shown")));
        commitWith(named, todo("t3", "owner", "u1"), patch(app.user(), "u1", "name", "shown"));
        assertThat(refusal(named, new Write.Insert(app.user("u4", "name", "hidden")), todo("t4", "owner", "u4"))
                        .code())
                .isEqualTo(ErrorCode.INVALID_REFERENCE);
        // A rule that looks at other rows may hold because of the write itself, also when it is the only one.
        Filter leads = new Filter.Compare(
                new Operand.FieldRef(0, app.todo().fieldOrNull("owner")),
                Comparison.EQUAL,
                new Operand.FieldRef(1, app.user().id()));
        Filter member = new Filter.Exists(app.todo(), leads.and(is(app.todo().fieldOrNull("slug"), "member")));
        Guard members = new Showing(member, Filter.Constant.TRUE);
        insert(app.user("u5"));
        long head = store.info().headSeq();
        assertSame(refusal(members, todo("t5", "owner", "u5")), refusal(members, todo("t5", "owner", "u9")));
        assertSame(
                refusal(members, todo("t5", "owner", "u9", "slug", "member")),
                refusal(members, todo("t5", "owner", "u9")));
        assertNothingCommittedSince(head);
        commitWith(members, todo("t5", "owner", "u5", "slug", "member"));
        commitWith(members, todo("t6", "owner", "u5"));
        assertThat(store.info().headSeq()).isEqualTo(head + 2);
    }

    private void commitWith(Guard guard, Write... writes) {
        Commit commit = commitOf(List.of(writes), guard);
        Await.value(store.commit(commit));
    }

    @Test
    @DisplayName("Guard.nameable: REFERENCE_IN_USE names no row that must not be told of")
    void inUse_namesOnlyWhatMayBeTold() {
        insert(app.user("u1"), app.todo("t1", "owner", "u1", "slug", "secret"));
        Filter open = is(app.todo().fieldOrNull("slug"), "open");
        Write.Delete delete = new Write.Delete(app.user(), "u1", Write.ANY);
        for (Filter todos : List.of(open, Filter.Constant.FALSE)) {
            LynchetException hidden = refusal(new Showing(Filter.Constant.TRUE, todos), delete);
            assertThat(hidden.code()).isEqualTo(ErrorCode.REFERENCE_IN_USE);
            assertThat(hidden).hasMessage("User u1 is referred to by other rows");
            assertThat(hidden.problems()).isEmpty();
        }
        insert(app.todo("t2", "owner", "u1", "slug", "open"));
        assertThat(refusal(new Showing(Filter.Constant.TRUE, open), delete))
                .hasMessage("User u1 is referred to by Todo.owner");
        assertThat(refusal(new Showing(Filter.Constant.TRUE, open), delete, patch(app.todo(), "t2", "owner", null)))
                .hasMessage("User u1 is referred to by other rows");
    }

    @Test
    @DisplayName("Guard.referable: what it throws refuses the commit, and the store goes on")
    void guardThatBreaks_refusesTheCommit() {
        insert(app.user("u1"));
        Guard guard = new Guard() {
            @Override
            public void check(Write write, Row before, Row after, RowSource rows) {
                // All writes are allowed.
            }

            @Override
            public Filter referable(Write write, Field reference) {
                throw new IllegalStateException("secret");
            }
        };
        LynchetException failure = refusal(guard, todo("t1", "owner", "u1"));
        assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(failure.getMessage()).doesNotContain("secret");
        insert(app.todo("t1", "owner", "u1"));
    }
}
