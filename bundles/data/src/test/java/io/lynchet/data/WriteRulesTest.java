// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteRulesTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[
              {"name":"Note","fields":[
                {"name":"owner","type":"string","optional":true},
                {"name":"body","type":"string"},
                {"name":"size","type":"int","default":1},
                {"name":"made","type":"datetime","default":"now","readonly":true},
                {"name":"by","type":"string","optional":true,"default":{"$auth":"userId"}},
                {"name":"state","type":"enum","enumValues":["open","done"],"default":"open"},
                {"name":"token","type":"string","optional":true,"serverOnly":true}]},
              {"name":"Seal","fields":[
                {"name":"wax","type":"string"},
                {"name":"stamp","type":"int","default":1,"serverOnly":true},
                {"name":"ring","type":"string","optional":true,"unique":true,"serverOnly":true,"default":"gold"}],
               "indexes":[{"name":"wax_stamp","fields":["wax","stamp"],"unique":true}]},
              {"name":"Need","fields":[{"name":"hushed","type":"string","serverOnly":true}]},
              {"name":"Wall","fields":[{"name":"text","type":"string"}]},
              {"name":"Closed","fields":[{"name":"x","type":"int"}]}],
             "policies":[
              {"name":"seals","entity":"Seal","allow":"true"},
              {"name":"needs","entity":"Need","allow":"true"},
              {"name":"own","entity":"Note","allow":"auth.userId == data.owner"},
              {"name":"read","entity":"Wall","allowRead":"true","allowInsert":"auth.userId != null"}]}
            """;
    private static final Principal ANN = Principal.user("ann");
    private static final Principal BEN = Principal.user("ben");

    @TempDir
    Path folder;

    private ServedApp app;
    private Entity note;
    private String hers;

    @BeforeEach
    void open() {
        app = new ServedApp(folder, MANIFEST);
        note = app.entity("Note");
        hers = app.insert(ANN, "Note", "owner", "ann", "body", "mine");
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    private Row stored(String id) {
        return app.data.get(Principal.ADMIN, note, id);
    }

    @Test
    void insert_fillsDefaultsAndStamps() {
        Row row = stored(hers);
        assertThat(row.get("size")).isEqualTo(1L);
        assertThat(row.get("state")).isEqualTo("open");
        assertThat(row.get("by")).isEqualTo("ann");
        assertThat((Instant) row.get("made")).isBeforeOrEqualTo(Instant.now());
        assertThat(row.id()).matches("[0-9a-f]{40}");
    }

    @Test
    void ids_sortInOrderOfInsertion() {
        String first = app.insert(ANN, "Note", "owner", "ann", "body", "1");
        String second = app.insert(ANN, "Note", "owner", "ann", "body", "2");
        assertThat(first).isLessThan(second);
    }

    @Test
    void insert_reportsEveryProblemAtOnce() {
        LynchetException refused = app.refused(
                ErrorCode.INVALID_DATA,
                () -> app.insert(ANN, "Note", "owner", 5L, "size", "x", "state", "closed", "body", null));
        assertThat(refused.problems())
                .extracting("path")
                .containsExactlyInAnyOrder("$.owner", "$.size", "$.state", "$.body");
    }

    @Test
    void insert_forSomebodyElse_isDenied() {
        app.refused(ErrorCode.POLICY_DENIED, () -> app.insert(BEN, "Note", "owner", "ann", "body", "x"));
        app.refused(ErrorCode.POLICY_DENIED, () -> app.insert(Principal.ANONYMOUS, "Note", "body", "x"));
    }

    @Test
    void rowThatMayNotBeRead_isRefusedInTheWordsForOneThatIsNotThere() {
        String absent = "0".repeat(40);
        for (long since : new long[] {Mutation.ANY, 0}) {
            for (boolean delete : new boolean[] {true, false}) {
                String words = refusal(hers, since, delete);
                assertThat(words.replace(hers, absent)).isEqualTo(refusal(absent, since, delete));
            }
        }
        // Who may not insert is not told which ids are taken.
        app.refused(ErrorCode.POLICY_DENIED, () -> app.insert(BEN, "Note", "id", hers, "owner", "ann", "body", "x"));
    }

    private String refusal(String id, long since, boolean delete) {
        Mutation mutation = delete
                ? new Mutation.Delete(note, id, since)
                : new Mutation.Update(id, app.draft("Note", "body", "x"), since);
        return app.refused(ErrorCode.NOT_FOUND, () -> app.write(BEN, mutation)).getMessage();
    }

    @Test
    void stampedField_cantBeForgedOrChanged() {
        app.refused(ErrorCode.READONLY_FIELD, () -> app.insert(ANN, "Note", "owner", "ann", "body", "x", "by", "ben"));
        app.refused(ErrorCode.READONLY_FIELD, () -> app.update(ANN, "Note", hers, "by", "ben"));
        app.update(Principal.ADMIN, "Note", hers, "by", "ben");
        assertThat(stored(hers).get("by")).isEqualTo("ben");
    }

    @Test
    void readonlyAndServerOnlyFields_areForAdmins() {
        app.refused(ErrorCode.READONLY_FIELD, () -> app.update(ANN, "Note", hers, "made", Instant.EPOCH));
        app.refused(ErrorCode.INVALID_COLUMN, () -> app.update(ANN, "Note", hers, "token", "x"));
        app.refused(ErrorCode.INVALID_COLUMN, () -> app.insert(ANN, "Note", "owner", "ann", "body", "x", "token", "x"));
        app.update(Principal.ADMIN, "Note", hers, "made", Instant.EPOCH, "token", "x");
        assertThat(stored(hers).get("made")).isEqualTo(Instant.EPOCH);
    }

    @Test
    void update_byStranger_isNotFoundLikeAnAbsentRow() {
        app.refused(ErrorCode.NOT_FOUND, () -> app.update(BEN, "Note", hers, "body", "x"));
        app.refused(ErrorCode.NOT_FOUND, () -> app.delete(BEN, "Note", hers));
        app.refused(ErrorCode.NOT_FOUND, () -> app.update(BEN, "Note", "f".repeat(40), "body", "x"));
    }

    @Test
    void update_thatGivesTheRowAway_isDenied() {
        app.refused(ErrorCode.POLICY_DENIED, () -> app.update(ANN, "Note", hers, "owner", "ben"));
        app.refused(ErrorCode.NOT_FOUND, () -> app.update(BEN, "Note", hers, "owner", "ben"));
        assertThat(stored(hers).get("owner")).isEqualTo("ann");
    }

    @Test
    void readableRow_thatMayNotBeChanged_isDenied() {
        String post = app.insert(ANN, "Wall", "text", "hello");
        app.refused(ErrorCode.POLICY_DENIED, () -> app.update(ANN, "Wall", post, "text", "x"));
        app.refused(ErrorCode.POLICY_DENIED, () -> app.delete(ANN, "Wall", post));
    }

    @Test
    void transaction_isAllOrNothing_andNamesTheRefusedOperation() {
        LynchetException refused = app.refused(
                ErrorCode.POLICY_DENIED,
                () -> app.write(
                        ANN,
                        new Mutation.Insert(app.draft("Note", "owner", "ann", "body", "1")),
                        new Mutation.Insert(app.draft("Note", "owner", "ben", "body", "2"))));
        assertThat(refused)
                .isInstanceOfSatisfying(
                        MutationFailure.class, e -> assertThat(e.index()).isEqualTo(1));
        assertThat(app.data.count(Principal.ADMIN, note, Filter.Constant.TRUE)).isEqualTo(1);
    }

    @Test
    void transaction_writesSeveralRowsUnderPolicy() {
        WriteResult written = app.write(
                ANN,
                new Mutation.Insert(app.draft("Note", "owner", "ann", "body", "1")),
                new Mutation.Update(hers, app.draft("Note", "body", "changed"), Mutation.ANY));
        assertThat(written.items()).hasSize(2);
        assertThat(stored(hers).get("body")).isEqualTo("changed");
    }

    @Test
    void update_withIdInTheBody_mustNameTheSameRow() {
        app.update(ANN, "Note", hers, "id", hers, "body", "ok");
        app.refused(ErrorCode.READONLY_FIELD, () -> app.update(ANN, "Note", hers, "id", "f".repeat(40)));
    }

    @Test
    void update_ofARequiredFieldToNull_isRefused() {
        app.refused(ErrorCode.REQUIRED_FIELD, () -> app.update(ANN, "Note", hers, "body", null));
    }

    @Test
    void update_afterSomebodyElses_conflictsWhenAskedTo() {
        long seen = app.store.info().headSeq();
        app.update(ANN, "Note", hers, "body", "newer");
        app.refused(
                ErrorCode.CONFLICT,
                () -> app.write(ANN, new Mutation.Update(hers, app.draft("Note", "body", "older"), seen)));
    }

    @Test
    void repeatedOperation_isAnsweredAgainToItsCallerOnly() {
        Optional<Operation> key = Optional.of(new Operation(new OperationKey("phone", "op-1"), "digest"));
        WriteResult first = once(ANN, "ann", key);
        WriteResult again = once(ANN, "ann", key);
        assertThat(again.replayed()).isTrue();
        assertThat(again.items()).isEqualTo(first.items());
        assertThat(once(BEN, "ben", key).replayed()).isFalse();
    }

    private WriteResult once(Principal principal, String owner, Optional<Operation> key) {
        return app.data
                .write(principal, List.of(new Mutation.Insert(app.draft("Note", "owner", owner, "body", "x"))), key)
                .toCompletableFuture()
                .join();
    }

    @Test
    void emptyWrite_isRefused() {
        app.refused(ErrorCode.INVALID_DATA, () -> app.write(ANN));
    }

    @Test
    void refusals_nameServerOnlyFieldsToAdminsOnly() {
        app.insert(Principal.ADMIN, "Seal", "wax", "red", "ring", "iron");
        assertUnnamed(Principal.ADMIN, ErrorCode.UNIQUE_VIOLATION, "stamp", "Seal", "wax", "red", "ring", "tin");
        assertUnnamed(ANN, ErrorCode.UNIQUE_VIOLATION, null, "Seal", "wax", "red");
        app.insert(Principal.ADMIN, "Seal", "wax", "blue");
        assertUnnamed(ANN, ErrorCode.UNIQUE_VIOLATION, null, "Seal", "wax", "green");
        assertUnnamed(ANN, ErrorCode.REQUIRED_FIELD, null, "Need");
        assertUnnamed(Principal.ADMIN, ErrorCode.REQUIRED_FIELD, "hushed", "Need");
    }

    private void assertUnnamed(Principal who, ErrorCode code, String named, String entity, Object... fields) {
        LynchetException refusal = app.refused(code, () -> app.insert(who, entity, fields));
        String told = refusal.getMessage() + refusal.problems();
        if (named == null) {
            assertThat(told).doesNotContain("stamp", "ring", "gold", "hushed");
            assertThat(refusal.problems()).extracting(Problem::path).containsExactly("$");
        } else {
            assertThat(told).contains(named);
        }
    }
}
