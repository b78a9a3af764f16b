// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.store.Obstacle;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Plans;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of type changes that depend on the values: each value is kept exactly, or its row prevents the step
 * until the loss is accepted.
 */
public abstract class StoreTypeChangeContract extends StoreMigrationScene {
    private static final long FIRST_ROUNDED = 9_007_199_254_740_993L;

    private Entity with(Field rank, Field state) {
        return EntityBuilder.entity("Item")
                .required("name", FieldType.STRING)
                .field(rank)
                .field(state)
                .build();
    }

    private Entity withRank(FieldType type) {
        return with(Field.of("rank", type, true), Field.of("state", FieldType.enumOf(List.of("open", "done")), true));
    }

    private MigrationStep.ChangeType change(Entity next, String name) {
        return new MigrationStep.ChangeType("Item", field(item, name), field(next, name), true);
    }

    @Test
    @DisplayName("ChangeType int to float: refused by rows whose numbers a float would round, until it is accepted")
    void intToFloat_roundsNothingInSilence() {
        insert(
                item("exact", "rank", FIRST_ROUNDED - 1),
                item("even", "rank", FIRST_ROUNDED + 1),
                item("lost-1", "rank", FIRST_ROUNDED),
                item("lost-2", "rank", -FIRST_ROUNDED),
                item("lost-3", "rank", Long.MAX_VALUE),
                item("least", "rank", Long.MIN_VALUE),
                item("none"));
        Entity next = withRank(FieldType.FLOAT);
        String message = assertRefused(next, Plans.of(change(next, "rank")), "change_type:Item.rank")
                .get(0)
                .message();
        assertThat(message)
                .startsWith(Obstacle.ROUNDED.why())
                .contains("lost-1, lost-2, lost-3")
                .doesNotContain("exact", "even", "least", "none");
        long head = store.info().headSeq();
        migrate(next, Plans.accepting(change(next, "rank")));
        assertThat(stored("lost-1").get("rank")).isEqualTo(9_007_199_254_740_992.0);
        assertThat(stored("lost-3").get("rank")).isEqualTo(0x1p63);
        assertThat(stored("least").get("rank")).isEqualTo(-0x1p63);
        assertThat(stored("none").get("rank")).isNull();
        assertNothingCommittedSince(head);
    }

    @Test
    @DisplayName(
            "ChangeType float to int: whole numbers are kept, others stand in the way, and become null when accepted")
    void floatToInt_keepsWholeNumbers() {
        Entity floats = withRank(FieldType.FLOAT);
        migrate(floats, Plans.of(change(floats, "rank")));
        insert(
                item("whole", "rank", -3.0),
                item("big", "rank", 0x1p62),
                item("least", "rank", -0x1p63),
                item("half", "rank", 0.5),
                item("huge", "rank", 0x1p63),
                item("vast", "rank", -1e300),
                item("none"));
        Entity next = withRank(FieldType.INT);
        String message = assertRefused(next, Plans.of(change(next, "rank")), "change_type:Item.rank")
                .get(0)
                .message();
        assertThat(message)
                .startsWith(Obstacle.NOT_WHOLE.why())
                .contains("half, huge, vast")
                .doesNotContain("none");
        long head = store.info().headSeq();
        migrate(next, Plans.accepting(change(next, "rank")));
        assertThat(stored("whole").get("rank")).isEqualTo(-3L);
        assertThat(stored("big").get("rank")).isEqualTo(1L << 62);
        assertThat(stored("least").get("rank")).isEqualTo(Long.MIN_VALUE);
        assertThat(List.of(stored("half"), stored("huge"), stored("vast"), stored("none")))
                .allSatisfy(row -> assertThat(row.get("rank")).isNull());
        assertThat(store.info().headSeq())
                .as("rows that lost a value are logged")
                .isEqualTo(head + 3);
        assertLogged("vast", head + 3);
        assertThat(log().get((int) head).before().get("rank"))
                .as("0.5 is no int")
                .isNull();
    }

    @Test
    @DisplayName(
            "ChangeType text to enum: values of the enum are kept, others stand in the way, and become the default when accepted")
    void textToEnum_keepsItsValues() {
        Entity texts = with(Field.of("rank", FieldType.INT, true), Field.of("state", FieldType.STRING, true));
        migrate(texts, Plans.of(change(texts, "state")));
        insert(item("fits", "state", "done"), item("misfit", "state", "elsewhere"), item("none"));
        Field state = Field.of("state", FieldType.enumOf(List.of("done", "new")), true)
                .withDefault(new FieldDefault.Literal("new"));
        Entity next = with(Field.of("rank", FieldType.INT, true), state);
        String message = assertRefused(next, Plans.of(change(next, "state")), "change_type:Item.state")
                .get(0)
                .message();
        assertThat(message)
                .startsWith(Obstacle.NOT_ALLOWED.why())
                .contains("misfit")
                .doesNotContain("fits,", "none");
        long head = store.info().headSeq();
        migrate(next, Plans.accepting(change(next, "state")));
        assertThat(stored("fits").get("state")).isEqualTo("done");
        assertThat(stored("misfit").get("state")).isEqualTo("new");
        assertThat(stored("none").get("state")).isNull();
        assertThat(store.info().headSeq()).isEqualTo(head + 1);
        assertLogged("misfit", head + 1);
    }

    @Test
    @DisplayName("ChangeType to fewer enum values of a required field: accepted, it still needs a default")
    void enumThatLosesValues_ofARequiredField_needsADefault() {
        insert(item("1", "state", "open"), item("2", "state", "done"));
        Field required = Field.of("state", FieldType.enumOf(List.of("done")), false);
        Entity next = with(Field.of("rank", FieldType.INT, true), required);
        MigrationStep require = new MigrationStep.RequireField("Item", field(next, "state"));
        String message = assertRefused(
                        next, Plans.accepting(change(next, "state"), require), "require_field:Item.state")
                .get(0)
                .message();
        assertThat(message).startsWith(Obstacle.NO_VALUE.why()).contains("1").doesNotContain("2");
        Entity better =
                with(Field.of("rank", FieldType.INT, true), required.withDefault(new FieldDefault.Literal("done")));
        migrate(
                better,
                Plans.accepting(
                        change(better, "state"), new MigrationStep.RequireField("Item", field(better, "state"))));
        assertThat(stored("1").get("state")).isEqualTo("done");
    }

    @Test
    @DisplayName("ChangeType int to float and required at once, with a default for nulls")
    void intToFloat_andRequired_fillsNulls() {
        insert(item("1", "rank", 5L), item("2"));
        Entity next = with(
                Field.of("rank", FieldType.FLOAT, false).withDefault(new FieldDefault.Literal(0.5)),
                Field.of("state", FieldType.enumOf(List.of("open", "done")), true));
        migrate(next, Plans.of(change(next, "rank"), new MigrationStep.RequireField("Item", field(next, "rank"))));
        assertThat(stored("1").get("rank")).isEqualTo(5.0);
        assertThat(stored("2").get("rank")).isEqualTo(0.5);
        assertThat(store.info().headSeq()).isEqualTo(3);
        assertLogged("2", 3);
    }
}
