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
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriteRefusedException;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Rows;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of unique values: checked at the end of a commit. */
public abstract class StoreUniqueContract extends StoreContract {
    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    private Write.Update email(String id, String value) {
        return patch(app.user(), id, "email", value);
    }

    private Write.Insert user(String id, String email) {
        return new Write.Insert(app.user(id, "email", email));
    }

    private Write.Delete gone(String id) {
        return new Write.Delete(app.user(), id, Write.ANY);
    }

    private Row stored(String id) {
        return store.latest().get(app.user(), id).orElse(null);
    }

    private void assertEmails(String... idsAndEmails) {
        for (int i = 0; i < idsAndEmails.length; i += 2) {
            assertThat(stored(idsAndEmails[i]).get("email")).as(idsAndEmails[i]).isEqualTo(idsAndEmails[i + 1]);
        }
        assertThat(store.latest().count(app.user(), Filter.Constant.TRUE)).isEqualTo(idsAndEmails.length / 2);
    }

    private LynchetException refused(ErrorCode code, int index, List<Write> writes, Guard guard) {
        long head = store.info().headSeq();
        LynchetException failure = Await.refusal(store.commit(commitOf(writes, guard)));
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
        assertThat(((WriteRefusedException) failure).index()).isEqualTo(index);
        assertNothingCommittedSince(head);
        return failure;
    }

    private void taken(int index, Write... writes) {
        assertThat(refused(ErrorCode.UNIQUE_VIOLATION, index, List.of(writes), Guard.NONE))
                .hasMessage("another User has the same email");
    }

    @Test
    @DisplayName("two rows exchange a value in one commit, three pass theirs on, and all of it is in the log")
    void values_areExchanged() {
        insert(app.user("u1", "email", "a"), app.user("u2", "email", "b"), app.user("u3", "email", "c"));
        WriteResult committed = commit(List.of(email("u1", "b"), email("u2", "a")));
        assertThat(committed.items()).extracting(WriteResult.Item::seq).containsExactly(4L, 5L);
        commit(List.of(email("u1", "c"), email("u2", "b"), email("u3", "a")));
        assertEmails("u1", "c", "u2", "b", "u3", "a");
        assertThat(log().subList(3, 5)).allMatch(change -> change.commitSeq() == 5);
        assertThat(log().get(3).after()).isEqualTo(app.user("u1", "email", "b"));
        assertThat(store.latest().lastChange(app.user(), "u1")).hasValue(6);
        assertThat(store.latest().lastChange(app.user(), "u3")).hasValue(8);
        assertThat(refusalOf(user("u4", "a")).code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
    }

    @Test
    @DisplayName("a value may be taken before it is given up: by an update, by a delete, by a null")
    void value_isTakenBeforeItIsGivenUp() {
        insert(app.user("u1", "email", "a"), app.user("u2"));
        commit(List.of(user("u3", "a"), email("u1", "b")));
        assertEmails("u1", "b", "u2", null, "u3", "a");
        commit(List.of(user("u4", "a"), gone("u3")));
        commit(List.of(email("u2", "b"), email("u1", null)));
        assertEmails("u1", null, "u2", "b", "u4", "a");
        commit(List.of(gone("u4"), user("u5", "a")));
        assertEmails("u1", null, "u2", "b", "u5", "a");
    }

    @Test
    @DisplayName("a long row of values is moved on by one, the lowest first")
    void values_areMovedOn() {
        Entity item = EntityBuilder.entity("Item")
                .required("list", FieldType.STRING)
                .required("position", FieldType.INT)
                .unique("label", FieldType.STRING)
                .uniqueIndex("place", "list", "position")
                .build();
        store = fixture().open();
        install(new Schema(List.of(item)));
        List<Row> rows = new ArrayList<>();
        List<Write> moves = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            rows.add(Rows.of(item, "i" + i, "list", "l", "position", (long) i, "label", "at " + i));
            moves.add(patch(item, "i" + i, "position", i + 1L, "label", "at " + (i + 1)));
        }
        insert(rows.toArray(Row[]::new));
        moves.add(new Write.Insert(Rows.of(item, "new", "list", "l", "position", 0L, "label", "at 0")));
        commit(moves);
        for (int i = 0; i < 4_000; i++) {
            assertThat(store.latest().get(item, "i" + i).orElseThrow().get("position"))
                    .isEqualTo(i + 1L);
        }
        assertThat(refusalOf(new Write.Insert(Rows.of(item, "x", "list", "l", "position", 4_000L))))
                .hasMessage("another Item has the same list, position");
    }

    @Test
    @DisplayName(
            "UNIQUE_VIOLATION of the write that came second, when two rows agree at the end; the commit is undone whole")
    void values_thatAgreeAtTheEnd_areRefused() {
        insert(app.user("u1", "email", "a"), app.user("u2", "email", "b"));
        taken(0, email("u1", "b"), patch(app.user(), "u2", "name", "n"));
        taken(1, gone("u1"), user("u3", "b"), user("u4", "c"));
        taken(1, user("u3", "a"), user("u4", "a"), email("u1", "c"));
        taken(2, email("u1", "b"), email("u2", "c"), user("u3", "b"));
        taken(3, email("u1", "b"), email("u2", "c"), user("u3", "e"), user("u4", "b"));
        taken(2, email("u1", "b"), email("u2", "c"), email("u1", "c"));
        assertEmails("u1", "a", "u2", "b");
        assertThat(stored("u2").get("name")).isEqualTo("user u2");
    }

    @Test
    @DisplayName("other errors of a write come first, and references after unique values")
    void otherErrors_comeFirst() {
        insert(app.user("u1", "email", "a"), app.user("u2", "email", "b"));
        refused(ErrorCode.NOT_FOUND, 1, List.of(email("u1", "b"), gone("u9")), Guard.NONE);
        Write.Insert open = new Write.Insert(app.todo("t1", "owner", "u9"));
        taken(1, open, email("u1", "b"));
        refused(ErrorCode.INVALID_REFERENCE, 0, List.of(open, email("u1", "b"), email("u2", "a")), Guard.NONE);
    }

    @Test
    @DisplayName("a row that came second is changed, deleted and inserted again like any other")
    void rowThatCameSecond_isWrittenAgain() {
        insert(app.user("u1", "email", "a"), app.user("u2", "email", "b"));
        refused(ErrorCode.ID_CONFLICT, 1, List.of(email("u1", "b"), user("u1", "c")), Guard.NONE);
        Write.Update stale =
                new Write.Update("u1", patch(app.user(), "u1", "name", "x").patch(), 2);
        refused(ErrorCode.CONFLICT, 1, List.of(email("u1", "b"), stale, email("u2", "a")), Guard.NONE);
        commit(List.of(
                email("u1", "b"),
                patch(app.user(), "u1", "name", "n"),
                patch(app.user(), "u1", "name", "n"),
                email("u2", "a")));
        assertThat(stored("u1")).isEqualTo(app.user("u1", "email", "b", "name", "n"));
        commit(List.of(email("u1", "a"), gone("u1"), user("u3", "a"), gone("u3")));
        assertEmails("u2", "a");
        commit(List.of(user("u4", "a"), gone("u4"), user("u4", "b")));
        commit(List.of(user("u5", "b"), email("u5", "c")));
        assertEmails("u2", "a", "u4", "b", "u5", "c");
    }

    @Test
    @DisplayName(
            "two rows exchange the row that they refer to, and it can't go while the one that came second refers to it")
    void uniqueReferences_areExchanged() {
        Entity seat = EntityBuilder.entity("Seat").optional("n", FieldType.INT).build();
        Entity guest = EntityBuilder.entity("Guest")
                .unique("seat", FieldType.reference("Seat"))
                .unique("name", FieldType.STRING)
                .optional("with", FieldType.reference("Guest"))
                .build();
        store = fixture().open();
        install(new Schema(List.of(seat, guest)));
        insert(
                Rows.of(seat, "s1"),
                Rows.of(seat, "s2"),
                Rows.of(seat, "s3"),
                Rows.of(guest, "g1", "seat", "s1", "name", "a"),
                Rows.of(guest, "g2", "seat", "s2", "name", "b"));
        commit(List.of(patch(guest, "g1", "seat", "s2"), patch(guest, "g2", "seat", "s1")));
        Write taking = patch(guest, "g1", "seat", "s1");
        Write giving = patch(guest, "g2", "seat", "s3");
        Write leaving = new Write.Delete(seat, "s1", Write.ANY);
        refused(ErrorCode.REFERENCE_IN_USE, 2, List.of(taking, giving, leaving), Guard.NONE);
        refused(ErrorCode.REFERENCE_IN_USE, 1, List.of(taking, leaving, giving), Guard.NONE);
        Write swapping = patch(guest, "g1", "name", "b", "seat", "s3");
        refused(
                ErrorCode.REFERENCE_IN_USE,
                1,
                List.of(swapping, new Write.Delete(seat, "s3", Write.ANY), patch(guest, "g2", "name", "a")),
                Guard.NONE);
        commit(List.of(
                patch(guest, "g1", "name", "b"), patch(guest, "g2", "with", "g1"), patch(guest, "g2", "name", "a")));
        assertThat(store.latest().get(guest, "g2").orElseThrow().get("with")).isEqualTo("g1");
        refused(
                ErrorCode.REFERENCE_IN_USE,
                1,
                List.of(
                        patch(guest, "g1", "name", "a"),
                        new Write.Delete(guest, "g1", Write.ANY),
                        patch(guest, "g2", "name", "b")),
                Guard.NONE);
    }

    private boolean isThere(RowSource rows, Filter filter, Row row) {
        return rows.exists(app.user(), filter, Scope.of(row, rows));
    }

    private Filter has(String field, String value) {
        return new Filter.Compare(
                new Operand.FieldRef(0, app.user().fieldOrNull(field)), Comparison.EQUAL, new Operand.Literal(value));
    }

    @Test
    @DisplayName("the guard of a later write sees both rows with the value")
    void guard_seesBoth() {
        insert(app.user("u1", "email", "a"), app.user("u2", "email", "b"));
        List<String> seen = new ArrayList<>();
        Guard guard = (write, before, after, rows) -> {
            StringBuilder state = new StringBuilder();
            for (String id : List.of("u1", "u2")) {
                for (String email : List.of("a", "b")) {
                    if (isThere(rows, has("id", id).and(has("email", email)), after)) {
                        state.append(id).append(email);
                    }
                }
            }
            seen.add(state + " " + (before == null ? null : before.get("email")));
        };
        Await.value(store.commit(
                commitOf(List.of(email("u1", "b"), patch(app.user(), "u1", "name", "n"), email("u2", "a")), guard)));
        assertThat(seen).endsWith("u1au2b a", "u1bu2b b", "u1bu2b b");
        commit(List.of(email("u1", "a"), email("u2", "b")));
    }

    @Test
    @DisplayName("a search inside of a search is refused while it looks at such rows, and else goes on")
    void search_insideOfASearch_isRefusedMeanwhile() {
        insert(app.user("u1", "email", "a"), app.user("u2", "email", "b"), app.todo("t1", "owner", "u1"));
        Filter owned = new Filter.Exists(app.user(), has("email", "b"));
        Guard guard = (write, before, after, rows) -> {
            if (write.entity() == app.todo()) {
                rows.exists(app.todo(), owned, Scope.of(after, rows));
            }
        };
        Write look = patch(app.todo(), "t1", "title", "looked");
        LynchetException failure =
                refused(ErrorCode.UNIQUE_VIOLATION, 1, List.of(email("u1", "b"), look, email("u2", "a")), guard);
        assertThat(failure).hasMessageContaining("free the value before another row takes it");
        Await.value(store.commit(commitOf(List.of(look, email("u1", "b"), email("u2", "a")), guard)));
        assertEmails("u1", "b", "u2", "a");
    }

    @Test
    @DisplayName("of many commits at once, those that agree at their end are undone alone")
    void manyAtOnce_areDecidedEachForItself() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rows.add(app.user("a" + i, "email", "a" + i));
            rows.add(app.user("b" + i, "email", "b" + i));
        }
        insert(rows.toArray(Row[]::new));
        List<CompletionStage<WriteResult>> good = new ArrayList<>();
        List<CompletionStage<WriteResult>> bad = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            good.add(store.commit(commitOf(List.of(email("a" + i, "b" + i), email("b" + i, "a" + i)), Guard.NONE)));
            bad.add(store.commit(commitOf(List.of(email("a" + i, "a" + i), user("f" + i, "f" + i)), Guard.NONE)));
            bad.add(store.commit(commitOf(List.of(user("c" + i, "a" + i), user("d" + i, "d")), Guard.NONE)));
            bad.add(store.commit(commitOf(List.of(user("e" + i, "a" + i)), Guard.NONE)));
            good.add(store.commit(commitOf(List.of(patch(app.user(), "a" + i, "name", "n" + i)), Guard.NONE)));
        }
        good.forEach(Await::value);
        bad.forEach(each -> assertThat(Await.refusal(each).code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION));
        for (int i = 0; i < 60; i++) {
            assertThat(stored("a" + i)).isEqualTo(app.user("a" + i, "email", "b" + i, "name", "n" + i));
            assertThat(stored("b" + i)).isEqualTo(app.user("b" + i, "email", "a" + i));
        }
        assertThat(store.info().headSeq()).isEqualTo(300);
    }

    @Test
    @DisplayName("random commits are taken exactly when no two rows agree at their end")
    void randomCommits_areTakenWhenTheEndIsUnique() {
        Seeds.forEach(3, random -> {
            store = fixture().open();
            installSample();
            Map<String, Row> rows = new TreeMap<>();
            for (int i = 0; i < 120; i++) {
                Map<String, Row> next = new TreeMap<>(rows);
                List<Write> writes = randomWrites(random, next);
                boolean unique = isUnique(next);
                boolean isTaken = store.commit(commitOf(writes, Guard.NONE))
                        .handle((answer, refusal) -> refusal == null)
                        .toCompletableFuture()
                        .join();
                assertThat(isTaken).as("commit %s: %s", i, writes).isEqualTo(unique);
                rows = unique ? next : rows;
                for (int id = 0; id < 5; id++) {
                    assertThat(stored("u" + id)).as("commit %s: %s", i, writes).isEqualTo(rows.get("u" + id));
                }
            }
            fixture().close(store);
        });
    }

    private List<Write> randomWrites(Random random, Map<String, Row> rows) {
        List<Write> writes = new ArrayList<>();
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            String id = "u" + random.nextInt(5);
            String email = random.nextInt(5) == 0 ? null : "e" + random.nextInt(5);
            Row row = rows.get(id);
            if (row == null) {
                writes.add(user(id, email));
                rows.put(id, app.user(id, "email", email));
            } else if (random.nextInt(5) == 0) {
                writes.add(gone(id));
                rows.remove(id);
            } else {
                writes.add(email(id, email));
                rows.put(id, row.with(email(id, email).patch()));
            }
        }
        return writes;
    }

    private static boolean isUnique(Map<String, Row> rows) {
        Set<Object> seen = new HashSet<>();
        return rows.values().stream()
                .map(row -> row.get("email"))
                .filter(Objects::nonNull)
                .allMatch(seen::add);
    }
}
