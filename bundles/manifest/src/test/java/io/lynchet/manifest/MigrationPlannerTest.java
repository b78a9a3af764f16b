// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MigrationPlannerTest {
    private static final Field TITLE = Field.of("title", FieldType.STRING, false);
    private static final Field RANK = Field.of("rank", FieldType.INT, true);
    private static final Index BY_RANK = new Index("by_rank", List.of("rank"), false);

    private static Schema todo(List<Field> fields, Index... indexes) {
        return new Schema(List.of(new Entity("Todo", fields, List.of(indexes), List.of(), true)));
    }

    private static List<String> labels(Schema from, Schema to) {
        return MigrationPlanner.plan(from, to, Set.of()).steps().stream()
                .map(MigrationStep::label)
                .toList();
    }

    @Test
    void plan_sameShape_hasNoSteps() {
        assertThat(labels(todo(List.of(TITLE)), todo(List.of(TITLE)))).isEmpty();
    }

    @Test
    void plan_fieldsInAnotherOrder_hasNoSteps() {
        assertThat(labels(todo(List.of(TITLE, RANK)), todo(List.of(RANK, TITLE))))
                .isEmpty();
    }

    @Test
    void plan_fromNothing_createsEntities() {
        assertThat(labels(Schema.EMPTY, todo(List.of(TITLE), BY_TITLE))).containsExactly("create_entity:Todo");
    }

    private static final Index BY_TITLE = new Index("by_title", List.of("title"), true);

    @Test
    void plan_dropsIndexesBeforeFieldsAndCreatesThemAfter() {
        assertThat(labels(todo(List.of(TITLE, RANK), BY_RANK), todo(List.of(TITLE.asUnique()), BY_TITLE)))
                .containsExactly(
                        "drop_index:Todo.by_rank",
                        "drop_field:Todo.rank",
                        "create_index:Todo.unique_title",
                        "create_index:Todo.by_title");
    }

    @Test
    void plan_changedIndex_isDroppedAndCreated() {
        Index unique = new Index("by_rank", List.of("rank"), true);
        assertThat(labels(todo(List.of(RANK), BY_RANK), todo(List.of(RANK), unique)))
                .containsExactly("drop_index:Todo.by_rank", "create_index:Todo.by_rank");
    }

    @Test
    void plan_optionalToRequiredAndBack() {
        Field required = Field.of("rank", FieldType.INT, false);
        assertThat(labels(todo(List.of(RANK)), todo(List.of(required)))).containsExactly("require_field:Todo.rank");
        assertThat(labels(todo(List.of(required)), todo(List.of(RANK)))).containsExactly("relax_field:Todo.rank");
    }

    @Test
    void plan_typeChange_losesDataUnlessValuesAreLookedAt() {
        assertThat(typeChange(FieldType.INT, FieldType.FLOAT).losesData()).isFalse();
        assertThat(typeChange(FieldType.STRING, FieldType.RICHTEXT).losesData()).isFalse();
        assertThat(typeChange(FieldType.enumOf(List.of("a")), FieldType.enumOf(List.of("a", "b")))
                        .losesData())
                .isFalse();
        assertThat(typeChange(FieldType.FLOAT, FieldType.INT).losesData()).isFalse();
        assertThat(typeChange(FieldType.STRING, FieldType.INT).losesData()).isTrue();
        assertThat(typeChange(FieldType.STRING, FieldType.enumOf(List.of("a"))).losesData())
                .isFalse();
        assertThat(typeChange(FieldType.STRING, FieldType.reference("Todo")).losesData())
                .isTrue();
    }

    private static MigrationStep typeChange(FieldType from, FieldType to) {
        MigrationPlan plan = MigrationPlanner.plan(
                todo(List.of(Field.of("x", from, true))), todo(List.of(Field.of("x", to, true))), Set.of());
        assertThat(plan.steps()).hasSize(1);
        return plan.steps().get(0);
    }

    @Test
    void plan_refusedSteps_areThoseThatLoseDataAndWereNotAccepted() {
        Schema full = todo(List.of(TITLE, RANK));
        assertThat(MigrationPlanner.plan(full, Schema.EMPTY, Set.of()).refused())
                .hasSize(1);
        assertThat(MigrationPlanner.plan(full, Schema.EMPTY, Set.of("drop_entity:Todo"))
                        .refused())
                .isEmpty();
    }
}
