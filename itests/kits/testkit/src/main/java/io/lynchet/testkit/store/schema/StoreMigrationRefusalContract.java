// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.Problem;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of installs that are refused: all or nothing, with each step named, and the rows that prevent it. */
public abstract class StoreMigrationRefusalContract extends StoreMigrationScene {
    private static final FieldType STATES = FieldType.enumOf(List.of("open", "done"));

    private static Entity withRank(Field rank) {
        return EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .field(rank)
                .optional("state", STATES)
                .build();
    }

    @Test
    @DisplayName("MIGRATION_REFUSED when a step loses data without being accepted")
    void losses_thatWereNotAccepted_areRefused() {
        insert(item("1", "rank", 1L), item("2"));
        Entity without = EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .optional("state", STATES)
                .build();
        List<Problem> dropField =
                assertRefused(without, Plans.of(new MigrationStep.DropField("Item", "rank")), "drop_field:Item.rank");
        assertThat(dropField.get(0).message()).contains("1");
        Entity text = withRank(Field.of("rank", FieldType.STRING, true));
        assertRefused(
                text,
                Plans.of(new MigrationStep.ChangeType("Item", field(item, "rank"), field(text, "rank"), false)),
                "change_type:Item.rank");
        Entity other = EntityBuilder.entity("Other").build();
        assertRefused(
                other,
                Plans.of(new MigrationStep.CreateEntity(other), new MigrationStep.DropEntity("Item")),
                "drop_entity:Item");
    }

    @Test
    @DisplayName("a loss is accepted by its own label only")
    void losses_areAcceptedByLabel() {
        insert(item("1", "rank", 1L, "state", "open"));
        Entity next =
                EntityBuilder.entity("Item").required("name", FieldType.STRING).build();
        List<MigrationStep> steps =
                List.of(new MigrationStep.DropField("Item", "rank"), new MigrationStep.DropField("Item", "state"));
        assertRefused(next, new MigrationPlan(steps, Set.of("drop_field:Item.rank")), "drop_field:Item.state");
        migrate(next, new MigrationPlan(steps, Set.of("drop_field:Item.rank", "drop_field:Item.state")));
    }

    @Test
    @DisplayName("AddField required without default: refused while there are rows")
    void addField_requiredWithoutDefault_isRefused() {
        insert(item("1"));
        Entity next = items(builder -> builder.required("must", FieldType.INT));
        List<Problem> problems = assertRefused(
                next, Plans.of(new MigrationStep.AddField("Item", field(next, "must"))), "add_field:Item.must");
        assertThat(problems.get(0).message()).contains("1");
    }

    @Test
    @DisplayName("RequireField: rows with null stand in the way; the message holds up to ten ids")
    void requireField_withNulls_isRefused() {
        List<Row> rows = new ArrayList<>();
        for (char id = 'a'; id < 'a' + 12; id++) {
            rows.add(item("null-" + id));
        }
        rows.add(item("fine", "rank", 1L));
        commit(inserts(rows));
        Entity next = withRank(Field.of("rank", FieldType.INT, false));
        MigrationPlan plan = Plans.of(new MigrationStep.RequireField("Item", field(next, "rank")));
        String message =
                assertRefused(next, plan, "require_field:Item.rank").get(0).message();
        assertThat(message).doesNotContain("fine");
        assertThat(rows.stream().filter(row -> message.contains(row.id()))).hasSize(10);
    }

    @Test
    @DisplayName("CreateIndex: duplicates stand in the way of a unique one, nulls do not")
    void createUniqueIndex_withDuplicates_isRefused() {
        insert(
                item("dup-1", "rank", 1L),
                item("dup-2", "rank", 1L),
                item("single", "rank", 2L),
                item("null-1"),
                item("null-2"));
        Entity unique = withRank(Field.of("rank", FieldType.INT, true).asUnique());
        Index index = new Index("unique_rank", List.of("rank"), true);
        MigrationPlan plan = Plans.of(new MigrationStep.CreateIndex("Item", index));
        String message = assertRefused(unique, plan, "create_index:Item.unique_rank")
                .get(0)
                .message();
        assertThat(message).contains("dup-1", "dup-2").doesNotContain("single", "null-");
        update(item, "dup-2", "rank", 3L);
        migrate(unique, plan);
    }

    @Test
    @DisplayName("CreateIndex over several fields: duplicates in all of them stand in the way")
    void createUniqueIndexOverSeveralFields_withDuplicates_isRefused() {
        insert(item("1", "rank", 1L, "state", "open"), item("2", "rank", 1L, "state", "open"));
        insert(item("3", "rank", 1L), item("4", "rank", 1L));
        Entity next = items(builder -> builder.uniqueIndex("rank_state", "rank", "state"));
        MigrationPlan plan =
                Plans.of(new MigrationStep.CreateIndex("Item", next.indexes().get(0)));
        assertRefused(next, plan, "create_index:Item.rank_state");
        delete(item, "2");
        migrate(next, plan);
    }

    @Test
    @DisplayName("a default that would fill several rows of a unique field is refused")
    void addUniqueField_withADefault_isRefusedForTwoRows() {
        insert(item("1"), item("2"));
        Field code = Field.of("code", FieldType.STRING, false).asUnique().withDefault(new FieldDefault.Literal("x"));
        Entity next = items(builder -> builder.field(code));
        MigrationPlan plan = Plans.of(
                new MigrationStep.AddField("Item", field(next, "code")),
                new MigrationStep.CreateIndex("Item", new Index("unique_code", List.of("code"), true)));
        assertRefused(next, plan, "create_index:Item.unique_code");
        delete(item, "2");
        migrate(next, plan);
        assertThat(stored("1").get("code")).isEqualTo("x");
    }

    @Test
    @DisplayName("ChangeType: an enum that loses values is refused by rows that hold them")
    void changeType_ofAnEnumThatLosesValues_isRefused() {
        insert(item("1", "state", "open"), item("2", "state", "done"), item("3"));
        Entity next = EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .optional("rank", FieldType.INT)
                .optional("state", FieldType.enumOf(List.of("done", "new")))
                .build();
        MigrationPlan plan =
                Plans.of(new MigrationStep.ChangeType("Item", field(item, "state"), field(next, "state"), true));
        String message =
                assertRefused(next, plan, "change_type:Item.state").get(0).message();
        assertThat(message).contains("1").doesNotContain("2").doesNotContain("3");
        update(item, "1", "state", null);
        migrate(next, plan);
        assertThat(stored("2").get("state")).isEqualTo("done");
    }

    @Test
    @DisplayName(
            "ChangeType that drops values of a required field without default: refused by its rows, though accepted")
    void changeType_ofARequiredField_isRefused() {
        insert(item("1"));
        Entity next = EntityBuilder.entity("Item")
                .required("name", FieldType.INT)
                .optional("rank", FieldType.INT)
                .optional("state", STATES)
                .build();
        assertRefused(
                next,
                Plans.accepting(new MigrationStep.ChangeType("Item", field(item, "name"), field(next, "name"), false)),
                "change_type:Item.name");
    }

    @Test
    @DisplayName("all steps in whose way rows stand are problems at once, and nothing of the plan is done")
    void severalRefusals_areReportedTogether() {
        insert(item("1"), item("2"));
        Entity next = EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .required("rank", FieldType.INT)
                .required("must", FieldType.BOOL)
                .defaulted("fine", FieldType.INT, 1L)
                .build();
        assertRefused(
                next,
                Plans.of(
                        new MigrationStep.AddField("Item", field(next, "fine")),
                        new MigrationStep.RequireField("Item", field(next, "rank")),
                        new MigrationStep.AddField("Item", field(next, "must")),
                        new MigrationStep.DropField("Item", "state")),
                "require_field:Item.rank",
                "add_field:Item.must",
                "drop_field:Item.state");
        assertThat(store.latest().count(item, Filter.Constant.TRUE)).isEqualTo(2);
    }
}
