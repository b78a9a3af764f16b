// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Rows;
import io.lynchet.testkit.store.StoreContract;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of the store's own refusals: their order and their words. */
public abstract class StoreConstraintContract extends StoreContract {
    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    private LynchetException refused(ErrorCode code, Write write) {
        long head = store.info().headSeq();
        LynchetException failure = refusalOf(write);
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
        assertNothingCommittedSince(head);
        return failure;
    }

    @Test
    @DisplayName("Insert: ID_CONFLICT if the id exists")
    void insert_ofAnExistingId_isAnIdConflict() {
        insert(app.user("u1"));
        assertThat(refused(ErrorCode.ID_CONFLICT, new Write.Insert(app.user("u1"))))
                .hasMessage("User u1 exists already");
        assertThat(store.latest().get(app.user(), "u1")).contains(app.user("u1"));
    }

    @Test
    @DisplayName("REQUIRED_FIELD for a null in a required field")
    void insert_withoutARequiredField_names_it() {
        LynchetException failure =
                refused(ErrorCode.REQUIRED_FIELD, new Write.Insert(Rows.of(app.user(), "u1", "email", "e")));
        assertThat(failure.problems())
                .containsExactly(new Problem("$.name", ErrorCode.REQUIRED_FIELD, "name is required"));
    }

    @Test
    @DisplayName("REQUIRED_FIELD for an update to null of a required field")
    void update_toNullOfARequiredField_isRefused() {
        insert(app.user("u1"));
        refused(ErrorCode.REQUIRED_FIELD, patch(app.user(), "u1", "name", null));
    }

    @Test
    @DisplayName("INVALID_VALUE for a value that is not of the field's type")
    void insert_withAWrongType_isRefusedForEveryType() {
        Object[][] wrong = {
            {"title", 1L},
            {"done", 1L},
            {"done", "true"},
            {"rank", 1.0},
            {"rank", "1"},
            {"rank", 1},
            {"weight", 1L},
            {"weight", Double.NaN},
            {"weight", Double.NEGATIVE_INFINITY},
            {"weight", -0.0},
            {"due", 0L},
            {"due", "2026-01-01T00:00:00Z"},
            {"due", Instant.parse("2026-01-01T00:00:00.000000001Z")},
            {"due", Instant.parse("+10000-01-01T00:00:00Z")},
            {"state", "closed"},
            {"state", "OPEN"},
            {"notes", true},
            {"notes", "lone \ud83d surrogate"},
            {"meta", "{}"},
            {"owner", 1L},
        };
        for (Object[] pair : wrong) {
            String field = (String) pair[0];
            LynchetException failure =
                    refused(ErrorCode.INVALID_VALUE, new Write.Insert(app.todo("t1", field, pair[1])));
            assertThat(failure.problems()).extracting(Problem::path).containsExactly("$." + field);
        }
    }

    @Test
    @DisplayName("all problems of a row at once")
    void insert_withSeveralProblems_listsAll() {
        LynchetException failure =
                refused(ErrorCode.INVALID_DATA, new Write.Insert(Rows.of(app.todo(), "t1", "rank", "x", "done", 0L)));
        assertThat(failure.problems()).extracting(Problem::path).containsExactly("$.title", "$.done", "$.rank");
    }

    @Test
    @DisplayName("INVALID_VALUE for an id that is empty or longer than 200 characters")
    void insert_withABadId_isRefused() {
        refused(ErrorCode.INVALID_VALUE, new Write.Insert(app.user("")));
        refused(ErrorCode.INVALID_VALUE, new Write.Insert(app.user("x".repeat(201))));
        insert(app.user("x".repeat(200)));
        refused(ErrorCode.REQUIRED_FIELD, new Write.Insert(Rows.of(app.user(), null, "name", "n")));
    }

    @Test
    @DisplayName("Update: the id can't change")
    void update_ofTheId_isRefused() {
        insert(app.user("u1"));
        refused(ErrorCode.READONLY_FIELD, patch(app.user(), "u1", "id", "u2"));
        update(app.user(), "u1", "id", "u1", "name", "same id");
        assertThat(store.latest().get(app.user(), "u1").orElseThrow().get("name"))
                .isEqualTo("same id");
    }

    @Test
    @DisplayName("INVALID_REFERENCE for a reference to a row that does not exist")
    void reference_toAnAbsentRow_isRefused() {
        LynchetException failure =
                refused(ErrorCode.INVALID_REFERENCE, new Write.Insert(app.todo("t1", "owner", "u1")));
        assertThat(failure).hasMessage("owner refers to a User that does not exist");
        assertThat(failure.problems()).extracting(Problem::path).containsExactly("$.owner");
        insert(app.user("u1"), app.todo("t1", "owner", "u1"));
        refused(ErrorCode.INVALID_REFERENCE, patch(app.todo(), "t1", "owner", "u2"));
        refused(ErrorCode.INVALID_REFERENCE, patch(app.todo(), "t1", "owner", "U1"));
    }

    @Test
    @DisplayName("Delete: REFERENCE_IN_USE if another row refers to it")
    void delete_ofAReferredRow_isRefused() {
        insert(app.user("u1"), app.todo("t1", "owner", "u1"));
        assertThat(refused(ErrorCode.REFERENCE_IN_USE, new Write.Delete(app.user(), "u1", Write.ANY)))
                .hasMessage("User u1 is referred to by Todo.owner");
        update(app.todo(), "t1", "owner", null);
        delete(app.user(), "u1");
    }

    @Test
    @DisplayName("Delete: a row that only itself refers to may go")
    void delete_ofASelfReference_works() {
        insert(app.todo("t1", "parent", "t1"), app.todo("t2", "parent", "t1"));
        refused(ErrorCode.REFERENCE_IN_USE, new Write.Delete(app.todo(), "t1", Write.ANY));
        delete(app.todo(), "t2");
        delete(app.todo(), "t1");
        assertThat(store.latest().get(app.todo(), "t1")).isEmpty();
    }

    @Test
    @DisplayName("UNIQUE_VIOLATION for a value that another row has in a unique field")
    void unique_value_isRefusedForAnotherRow() {
        insert(app.user("u1", "email", "a"), app.user("u2", "email", "b"));
        LynchetException failure = refused(ErrorCode.UNIQUE_VIOLATION, new Write.Insert(app.user("u3", "email", "a")));
        assertThat(failure).hasMessage("another User has the same email");
        assertThat(failure.problems())
                .containsExactly(new Problem("$.email", ErrorCode.UNIQUE_VIOLATION, "another User has the same email"));
        refused(ErrorCode.UNIQUE_VIOLATION, patch(app.user(), "u2", "email", "a"));
        update(app.user(), "u1", "email", "a", "name", "keeps its own");
        insert(app.user("u4", "email", "A"), app.user("u5", "email", "a "));
    }

    @Test
    @DisplayName("unique: nulls never collide")
    void unique_nulls_neverCollide() {
        insert(app.user("u1"), app.user("u2"));
        insert(app.todo("t1", "owner", "u1"), app.todo("t2", "owner", "u1"), app.todo("t3", "slug", "s"));
        insert(app.todo("t4", "slug", "s"));
    }

    @Test
    @DisplayName("unique index: no two rows agree in all fields")
    void uniqueIndex_namesAllItsFields() {
        insert(app.user("u1"), app.user("u2"), app.todo("t1", "owner", "u1", "slug", "s"));
        insert(app.todo("t2", "owner", "u2", "slug", "s"), app.todo("t3", "owner", "u1", "slug", "S"));
        LynchetException failure =
                refused(ErrorCode.UNIQUE_VIOLATION, new Write.Insert(app.todo("t4", "owner", "u1", "slug", "s")));
        assertThat(failure).hasMessage("another Todo has the same owner, slug");
        assertThat(failure.problems()).extracting(Problem::path).containsExactly("$.owner", "$.slug");
    }

    @Test
    @DisplayName("a unique value is free again after an update or a delete, also within one commit")
    void unique_value_isFreeAgain() {
        insert(app.user("u1", "email", "a"));
        commit(List.of(patch(app.user(), "u1", "email", "b"), new Write.Insert(app.user("u2", "email", "a"))));
        commit(List.of(new Write.Delete(app.user(), "u1", Write.ANY), new Write.Insert(app.user("u3", "email", "b"))));
        refused(ErrorCode.UNIQUE_VIOLATION, new Write.Insert(app.user("u4", "email", "a")));
    }

    @Test
    @DisplayName("unique works for every ordered type")
    void unique_forEveryOrderedType() {
        Object[][] types = {
            {FieldType.STRING, "\ud83d\ude00"},
            {FieldType.INT, (1L << 53) + 1},
            {FieldType.FLOAT, 0.1},
            {FieldType.BOOL, false},
            {FieldType.DATETIME, Instant.parse("2026-01-01T00:00:00.000001Z")},
            {FieldType.RICHTEXT, ""},
            {FieldType.enumOf(List.of("x")), "x"},
        };
        for (Object[] pair : types) {
            Entity entity =
                    EntityBuilder.entity("E").unique("u", (FieldType) pair[0]).build();
            store = fixture().open();
            install(new Schema(List.of(entity)));
            insert(Rows.of(entity, "1", "u", pair[1]), Rows.of(entity, "2"));
            refused(ErrorCode.UNIQUE_VIOLATION, new Write.Insert(Rows.of(entity, "3", "u", pair[1])));
            fixture().close(store);
        }
    }

    @Test
    @DisplayName("integers beyond 2^53 that differ by one are different")
    void unique_bigIntegers_areExact() {
        Entity entity = EntityBuilder.entity("E").unique("u", FieldType.INT).build();
        store = fixture().open();
        install(new Schema(List.of(entity)));
        insert(
                Rows.of(entity, "1", "u", 1L << 53),
                Rows.of(entity, "2", "u", (1L << 53) + 1),
                Rows.of(entity, "3", "u", Long.MAX_VALUE),
                Rows.of(entity, "4", "u", Long.MAX_VALUE - 1));
    }

    @Test
    @DisplayName("order of checks: precondition, guard, required and types, references, unique")
    void checks_comeInTheDocumentedOrder() {
        insert(app.user("u1", "email", "a"), app.todo("t1", "slug", "s"));
        LynchetException no = new LynchetException(ErrorCode.POLICY_DENIED, "no");
        AtomicInteger calls = new AtomicInteger();
        Guard deny = (write, before, after, rows) -> {
            calls.incrementAndGet();
            throw no;
        };
        // Everything is wrong with this row, so the error shows the first check.
        Row worst = Rows.of(app.todo(), "t1", "rank", "x", "owner", "nobody");
        assertCode(new Write.Delete(app.todo(), "t9", 0), deny, ErrorCode.NOT_FOUND);
        assertThat(calls).as("there is no row to ask the guard about").hasValue(0);
        assertCode(new Write.Insert(worst), deny, no.code());
        assertCode(new Write.Delete(app.todo(), "t1", 0), deny, no.code());
        assertCode(new Write.Update("t1", patch(app.todo(), "t1", "slug", "x").patch(), 0), deny, no.code());
        assertThat(calls).as("the guard is asked before the precondition").hasValue(3);
        assertCode(new Write.Insert(worst), Guard.NONE, ErrorCode.ID_CONFLICT);
        assertCode(new Write.Insert(Rows.of(app.todo(), "t2", "rank", "x", "owner", "nobody")), deny, no.code());
        assertCode(
                new Write.Insert(app.todo("t2", "rank", "x", "owner", "nobody")), Guard.NONE, ErrorCode.INVALID_VALUE);
        Entity both = EntityBuilder.entity("Both")
                .required("to", FieldType.reference("Both"))
                .unique("u", FieldType.INT)
                .build();
        store = fixture().open();
        install(new Schema(List.of(both)));
        insert(Rows.of(both, "1", "to", "1", "u", 1L));
        assertCode(new Write.Insert(Rows.of(both, "2", "to", "3", "u", 1L)), Guard.NONE, ErrorCode.INVALID_REFERENCE);
        assertCode(new Write.Insert(Rows.of(both, "2", "to", "1", "u", 1L)), Guard.NONE, ErrorCode.UNIQUE_VIOLATION);
    }

    @Test
    @DisplayName("a guard that ends in an error refuses its commit, and the store goes on")
    void guard_thatEndsInAnError_refusesItsCommit_andTheStoreGoesOn() {
        Guard lacking = (write, before, after, rows) -> {
            throw new NoClassDefFoundError("com/acme/Tools");
        };
        Guard overflowing = (write, before, after, rows) -> {
            throw new StackOverflowError();
        };
        Guard hungry = (write, before, after, rows) -> {
            throw new OutOfMemoryError("for this test");
        };
        Write write = new Write.Insert(app.user("u-error"));
        assertCode(write, lacking, ErrorCode.INTERNAL);
        assertCode(write, overflowing, ErrorCode.INTERNAL);
        assertThat(Await.refusal(store.commit(commitOf(List.of(write), hungry)))
                        .code()
                        .status())
                .isEqualTo(500);
        assertThat(Await.value(store.commit(commitOf(List.of(write), Guard.NONE)))
                        .items())
                .hasSize(1);
    }

    private void assertCode(Write write, Guard guard, ErrorCode code) {
        assertThat(Await.refusal(store.commit(commitOf(List.of(write), guard))).code())
                .isEqualTo(code);
    }

    @Test
    @DisplayName("unchangedSince: CONFLICT if the row has a change after this seq")
    void unchangedSince_isCheckedOnUpdateAndDelete() {
        insert(app.user("u1"), app.user("u2"));
        update(app.user(), "u1", "name", "new");
        Write.Update stale =
                new Write.Update("u1", patch(app.user(), "u1", "name", "x").patch(), 2);
        assertThat(refused(ErrorCode.CONFLICT, stale)).hasMessage("User u1 has changed since 2");
        refused(ErrorCode.CONFLICT, new Write.Delete(app.user(), "u1", 2));
        refused(ErrorCode.CONFLICT, new Write.Delete(app.user(), "u1", 0));
        commit(List.of(new Write.Update("u1", stale.patch(), 3)));
        commit(List.of(new Write.Delete(app.user(), "u2", 2)));
    }

    @Test
    @DisplayName("unchangedSince of an absent row: NOT_FOUND")
    void unchangedSince_ofAnAbsentRow_isNotFound() {
        refused(ErrorCode.NOT_FOUND, new Write.Delete(app.user(), "u1", 0));
    }
}
