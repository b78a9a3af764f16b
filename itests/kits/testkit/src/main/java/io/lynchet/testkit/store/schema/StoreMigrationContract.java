// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Recording;
import io.lynchet.testkit.Rows;
import io.lynchet.testkit.store.Replay;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of installs that succeed: every step, on a store with rows. */
public abstract class StoreMigrationContract extends StoreMigrationScene {
    @Test
    @DisplayName("install: another generation of the same shape keeps all rows and makes old entities stale")
    void sameShape_keepsRowsAndMakesOldEntitiesStale() {
        insert(item("1", "rank", 1L, "state", "open"));
        Entity old = item;
        migrate(items(builder -> builder), MigrationPlan.NOTHING);
        assertThat(store.installed()).containsSame(schema);
        assertThat(stored("1")).isEqualTo(Rows.of(old, "1", "name", "item 1", "rank", 1L, "state", "open"));
        assertThat(stored("1").entity()).isSameAs(item);
        assertThat(store.latest().lastChange(item, "1")).hasValue(1);
        assertThat(refusalOf(new Write.Insert(Rows.of(old, "2", "name", "n"))))
                .isInstanceOf(SchemaChangedException.class);
        assertThat(refusalOf(patch(old, "1", "rank", 2L), new Write.Insert(item("2"))))
                .as("also when only one of several writes is stale")
                .isInstanceOf(SchemaChangedException.class);
        assertThat(log()).hasSize(1);
        assertThat(log().get(0).after().entity()).isSameAs(item);
    }

    @Test
    @DisplayName(
            "CreateEntity, DropEntity: entries of a dropped entity come without rows, also when the name comes back")
    void dropEntity_takesRowsOutOfTheLog() {
        insert(item("1"));
        update(item, "1", "rank", 1L);
        Entity other =
                EntityBuilder.entity("Other").optional("x", FieldType.INT).build();
        Schema second = new Schema(List.of(other));
        store.install(
                second, Plans.accepting(new MigrationStep.CreateEntity(other), new MigrationStep.DropEntity("Item")));
        insert(Rows.of(other, "o", "x", 1L));
        assertEntriesWithoutRows();
        Entity again = items(builder -> builder);
        Schema third = new Schema(List.of(other, again));
        store.install(third, Plans.of(new MigrationStep.CreateEntity(again)));
        assertEntriesWithoutRows();
        assertThat(store.latest().count(again, Filter.Constant.TRUE)).isZero();
        Replay replay = new Replay();
        log().forEach(replay::apply);
        replay.assertEquals(store.latest(), third);
    }

    private void assertEntriesWithoutRows() {
        List<Change> log = log();
        assertThat(log).extracting(Change::seq).containsExactly(1L, 2L, 3L);
        assertThat(log.subList(0, 2)).allSatisfy(change -> {
            assertThat(change.entity()).isEqualTo("Item");
            assertThat(change.id()).isEqualTo("1");
            assertThat(change.before()).isNull();
            assertThat(change.after()).isNull();
        });
        assertThat(log.get(2).after()).isNotNull();
    }

    @Test
    @DisplayName("AddField: existing rows get the literal default, with log entries")
    void addField_withALiteralDefault_fillsAndLogs() {
        insert(item("1"), item("2"));
        Recording heard = new Recording();
        Entity next = items(builder -> builder.defaulted("flag", FieldType.BOOL, true));
        try (Store.Listening listening = store.listen(heard)) {
            migrate(next, Plans.of(new MigrationStep.AddField("Item", field(next, "flag"))));
        }
        assertThat(stored("1").get("flag")).isEqualTo(true);
        assertThat(store.info().headSeq()).isEqualTo(4);
        assertThat(heard.seqs()).as("listeners hear of it").containsExactly(3L, 4L);
        assertLogged("1", store.latest().lastChange(item, "1").orElseThrow());
        assertLogged("2", store.latest().lastChange(item, "2").orElseThrow());
        Change first = log().get(0);
        assertThat(first.after()).as("an old entry has null in the new field").isEqualTo(item("1"));
    }

    @Test
    @DisplayName("AddField: existing rows get the instant of the migration for now")
    void addField_withNow_fillsTheInstant() {
        insert(item("1"));
        Entity next = items(builder ->
                builder.field(Field.of("made", FieldType.DATETIME, false).withDefault(new FieldDefault.Now())));
        Instant start = Instant.now().truncatedTo(ChronoUnit.MICROS);
        migrate(next, Plans.of(new MigrationStep.AddField("Item", field(next, "made"))));
        assertThat((Instant) stored("1").get("made")).isBetween(start, Instant.now());
        assertLogged("1", 2);
    }

    @Test
    @DisplayName("AddField: else null, without log entries; every type can be added")
    void addField_withoutDefault_isNullAndNotLogged() {
        insert(item("1"));
        Entity next = items(builder -> builder.optional("s", FieldType.STRING)
                .optional("f", FieldType.FLOAT)
                .optional("b", FieldType.BOOL)
                .optional("d", FieldType.DATETIME)
                .optional("j", FieldType.JSON)
                .optional("e", FieldType.enumOf(List.of("x")))
                .optional("to", FieldType.reference("Item")));
        migrate(
                next,
                new MigrationPlan(
                        next.fields().subList(4, next.fields().size()).stream()
                                .map(field -> (MigrationStep) new MigrationStep.AddField("Item", field))
                                .toList(),
                        Set.of()));
        assertThat(stored("1")).isEqualTo(item("1"));
        assertNothingCommittedSince(1);
        update(item, "1", "to", "1", "e", "x", "f", 0.5);
        assertThat(stored("1").get("to")).isEqualTo("1");
        assertThat(refusalOf(patch(item, "1", "to", "2")).code()).isEqualTo(ErrorCode.INVALID_REFERENCE);
    }

    @Test
    @DisplayName("AddField required without default: fine while there are no rows")
    void addField_requiredOnAnEmptyEntity_works() {
        Entity next = items(builder -> builder.required("must", FieldType.INT));
        migrate(next, Plans.of(new MigrationStep.AddField("Item", field(next, "must"))));
        assertThat(refusalOf(new Write.Insert(item("1"))).code()).isEqualTo(ErrorCode.REQUIRED_FIELD);
        insert(item("1", "must", 1L));
    }

    @Test
    @DisplayName("DropField, accepted: values are gone, without log entries; old entries leave the field out")
    void dropField_takesTheValues() {
        insert(item("1", "rank", 1L));
        Entity next = EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .optional("state", FieldType.enumOf(List.of("open", "done")))
                .build();
        migrate(next, Plans.accepting(new MigrationStep.DropField("Item", "rank")));
        assertThat(stored("1")).isEqualTo(item("1"));
        assertNothingCommittedSince(1);
        assertThat(log().get(0).after()).isEqualTo(item("1"));
    }

    @Test
    @DisplayName("a field that is dropped and comes back begins empty")
    void dropField_thenAddItAgain_isEmpty() {
        insert(item("1", "rank", 1L));
        Entity without = EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .optional("state", FieldType.enumOf(List.of("open", "done")))
                .build();
        migrate(without, Plans.accepting(new MigrationStep.DropField("Item", "rank")));
        Entity again = items(builder -> builder);
        migrate(again, Plans.of(new MigrationStep.AddField("Item", field(again, "rank"))));
        assertThat(stored("1").get("rank")).isNull();
    }

    private Entity withRank(FieldType type, boolean optional) {
        return EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .field(Field.of("rank", type, optional))
                .optional("state", FieldType.enumOf(List.of("open", "done")))
                .build();
    }

    private MigrationStep.ChangeType change(Entity next, String name, boolean widening) {
        return new MigrationStep.ChangeType("Item", field(item, name), field(next, name), widening);
    }

    @Test
    @DisplayName(
            "ChangeType int to float: keeps every value, without log entries; old entries are read in the new type")
    void changeType_intToFloat_keepsValues() {
        insert(item("1", "rank", -3L), item("2"));
        Entity next = withRank(FieldType.FLOAT, true);
        migrate(next, Plans.of(change(next, "rank", true)));
        assertThat(stored("1").get("rank")).isEqualTo(-3.0);
        assertThat(stored("2").get("rank")).isNull();
        assertNothingCommittedSince(2);
        assertThat(log().get(0).after().get("rank")).isEqualTo(-3.0);
        update(item, "1", "rank", 0.5);
        assertThat(log().get(2).before().get("rank")).isEqualTo(-3.0);
    }

    @Test
    @DisplayName("ChangeType string to richtext and back, and an enum that gains values: keep every value")
    void changeType_ofTexts_keepsValues() {
        insert(item("1", "state", "done"));
        Entity next = EntityBuilder.entity("Item")
                .required("name", FieldType.RICHTEXT)
                .optional("rank", FieldType.INT)
                .optional("state", FieldType.enumOf(List.of("done", "new", "open")))
                .build();
        migrate(next, Plans.of(change(next, "name", true), change(next, "state", true)));
        assertThat(stored("1").get("name")).isEqualTo("item 1");
        assertThat(stored("1").get("state")).isEqualTo("done");
        update(item, "1", "state", "new");
        Entity back = EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .optional("rank", FieldType.INT)
                .optional("state", FieldType.STRING)
                .build();
        migrate(back, Plans.of(change(back, "name", true), change(back, "state", true)));
        assertThat(stored("1").get("name")).isEqualTo("item 1");
        assertThat(stored("1").get("state"))
                .as("widening keeps what the new type accepts")
                .isEqualTo("new");
        assertNothingCommittedSince(2);
    }

    @Test
    @DisplayName("ChangeType, any other, accepted: drops the old values and gives rows null, with log entries")
    void changeType_thatLoses_givesNull() {
        insert(item("1", "rank", 5L), item("2"));
        Entity next = withRank(FieldType.STRING, true);
        migrate(next, Plans.accepting(change(next, "rank", false)));
        assertThat(stored("1").get("rank")).isNull();
        assertLogged("1", 3);
        assertThat(store.info().headSeq())
                .as("a row that had no value is not logged")
                .isEqualTo(3);
        assertThat(log().get(0).after().get("rank"))
                .as("an old value does not fit any more")
                .isNull();
        update(item, "1", "rank", "five");
    }

    @Test
    @DisplayName("ChangeType, any other, accepted: gives rows the default")
    void changeType_thatLoses_givesTheDefault() {
        insert(item("1", "rank", 5L), item("2"));
        Entity next = EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .defaulted("rank", FieldType.STRING, "none")
                .optional("state", FieldType.enumOf(List.of("open", "done")))
                .build();
        migrate(
                next,
                Plans.accepting(
                        change(next, "rank", false), new MigrationStep.RequireField("Item", field(next, "rank"))));
        assertThat(stored("1").get("rank")).isEqualTo("none");
        assertThat(stored("2").get("rank")).isEqualTo("none");
        assertThat(store.info().headSeq()).isEqualTo(4);
    }

    @Test
    @DisplayName("RequireField: nulls get the literal default, with log entries; RelaxField takes the rule back")
    void requireField_fillsNulls_andRelaxFieldAllowsThemAgain() {
        insert(item("1"), item("2", "rank", 7L));
        Entity next = EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .defaulted("rank", FieldType.INT, 0L)
                .optional("state", FieldType.enumOf(List.of("open", "done")))
                .build();
        migrate(next, Plans.of(new MigrationStep.RequireField("Item", field(next, "rank"))));
        assertThat(stored("1").get("rank")).isEqualTo(0L);
        assertThat(stored("2").get("rank")).isEqualTo(7L);
        assertLogged("1", 3);
        assertThat(store.info().headSeq()).isEqualTo(3);
        assertThat(refusalOf(patch(item, "1", "rank", null)).code()).isEqualTo(ErrorCode.REQUIRED_FIELD);
        Entity relaxed = items(builder -> builder);
        migrate(relaxed, Plans.of(new MigrationStep.RelaxField("Item", field(relaxed, "rank"))));
        update(item, "1", "rank", null);
    }

    @Test
    @DisplayName("CreateIndex and DropIndex: a unique rule comes and goes")
    void createIndex_makesUnique_andDropIndexTakesItBack() {
        insert(item("1", "rank", 1L), item("2"), item("3"));
        Entity unique = EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .unique("rank", FieldType.INT)
                .optional("state", FieldType.enumOf(List.of("open", "done")))
                .uniqueIndex("name_state", "name", "state")
                .index("by_state", "state", "rank")
                .build();
        Index onRank = new Index("unique_rank", List.of("rank"), true);
        migrate(
                unique,
                Plans.of(
                        new MigrationStep.CreateIndex("Item", onRank),
                        new MigrationStep.CreateIndex("Item", unique.indexes().get(0)),
                        new MigrationStep.CreateIndex("Item", unique.indexes().get(1))));
        assertThat(refusalOf(patch(item, "2", "rank", 1L)).code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
        update(item, "2", "rank", 2L, "state", "open");
        assertThat(refusalOf(patch(item, "3", "name", "item 2", "state", "open"))
                        .code())
                .isEqualTo(ErrorCode.UNIQUE_VIOLATION);
        Entity plain = items(builder -> builder);
        migrate(
                plain,
                Plans.of(
                        new MigrationStep.DropIndex("Item", onRank),
                        new MigrationStep.DropIndex("Item", unique.indexes().get(0)),
                        new MigrationStep.DropIndex("Item", unique.indexes().get(1))));
        update(item, "3", "name", "item 2", "state", "open", "rank", 2L);
    }

    @Test
    @DisplayName("AddField with its unique index, and a new entity with a reference to it, in one plan")
    void severalSteps_inOnePlan() {
        insert(item("1"), item("2"));
        Entity next = items(builder -> builder.unique("code", FieldType.STRING).defaulted("n", FieldType.INT, 3L));
        Entity part = EntityBuilder.entity("Part")
                .required("item", FieldType.reference("Item"))
                .unique("serial", FieldType.INT)
                .build();
        schema = new Schema(List.of(part, next));
        store.install(
                schema,
                Plans.of(
                        new MigrationStep.CreateEntity(part),
                        new MigrationStep.AddField("Item", field(next, "code")),
                        new MigrationStep.AddField("Item", field(next, "n")),
                        new MigrationStep.CreateIndex("Item", new Index("unique_code", List.of("code"), true))));
        item = next;
        insert(Rows.of(part, "p", "item", "1", "serial", 1L));
        update(item, "1", "code", "a");
        assertThat(refusalOf(patch(item, "2", "code", "a")).code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
        assertThat(refusalOf(new Write.Delete(item, "1", Write.ANY)).code()).isEqualTo(ErrorCode.REFERENCE_IN_USE);
        assertThat(refusalOf(new Write.Insert(Rows.of(part, "q", "item", "1", "serial", 1L)))
                        .code())
                .isEqualTo(ErrorCode.UNIQUE_VIOLATION);
        assertThat(stored("2").get("n")).isEqualTo(3L);
        Replay replay = new Replay();
        log().forEach(replay::apply);
        replay.assertEquals(store.latest(), schema);
    }

    @Test
    @DisplayName("commits that wait during an install fail with SchemaChangedException, and none is half done")
    void commitsDuringAnInstall_sayThatTheSchemaChanged() {
        List<CompletionStage<WriteResult>> pending = new ArrayList<>();
        Entity old = item;
        for (int i = 0; i < 200; i++) {
            pending.add(store.commit(commitOf(
                    List.of(
                            new Write.Insert(Rows.of(old, "a" + i, "name", "n")),
                            new Write.Insert(Rows.of(old, "b" + i, "name", "n"))),
                    Guard.NONE)));
            if (i == 100) {
                migrate(items(builder -> builder), MigrationPlan.NOTHING);
            }
        }
        for (int i = 0; i <= 100; i++) {
            Await.value(pending.get(i));
        }
        for (int i = 101; i < 200; i++) {
            assertThat(Await.refusal(pending.get(i))).isInstanceOf(SchemaChangedException.class);
        }
        assertThat(store.latest().count(item, Filter.Constant.TRUE)).isEqualTo(202);
    }
}
