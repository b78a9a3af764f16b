// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {
    private static Entity entity(String name, Field... fields) {
        return new Entity(name, List.of(fields), List.of(), List.of(), true);
    }

    @Test
    void entity_addsTheIdAndNumbersItsFields() {
        Entity todo = entity("Todo", Field.of("a", FieldType.INT, true), Field.of("b", FieldType.STRING, false));
        assertThat(todo.fields()).extracting(Field::name).containsExactly("id", "a", "b");
        assertThat(todo.fields()).extracting(Field::ordinal).containsExactly(0, 1, 2);
        assertThat(todo.field("b")).contains(todo.fields().get(2));
        assertThat(todo.fieldOrNull("zzz")).isNull();
        assertThat(todo.system()).isFalse();
        assertThat(entity("_x").system()).isTrue();
        assertThatThrownBy(() -> entity("E", Field.of("a", FieldType.INT, true), Field.of("a", FieldType.INT, true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> entity("E", Field.of("id", FieldType.STRING, true)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void schema_refusesDuplicatesAndDanglingReferences() {
        Entity user = entity("User");
        Entity todo = entity("Todo", Field.of("owner", FieldType.reference("User"), true));
        assertThat(new Schema(List.of(todo, user)).entities()).containsExactly(todo, user);
        assertThat(new Schema(List.of(user)).entity("Todo")).isEmpty();
        assertThatThrownBy(() -> new Schema(List.of(user, user))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Schema(List.of(todo)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Todo.owner");
    }

    @Test
    void accepts_isStrict() {
        assertThat(FieldType.INT.accepts(1L)).isTrue();
        assertThat(FieldType.INT.accepts(1)).isFalse();
        assertThat(FieldType.INT.accepts(1.0)).isFalse();
        assertThat(FieldType.FLOAT.accepts(1L)).isFalse();
        assertThat(FieldType.FLOAT.accepts(Double.NaN)).isFalse();
        assertThat(FieldType.FLOAT.accepts(Double.NEGATIVE_INFINITY)).isFalse();
        assertThat(FieldType.FLOAT.accepts(-0.0)).isFalse();
        assertThat(FieldType.FLOAT.accepts(0.0)).isTrue();
        assertThat(FieldType.BOOL.accepts("true")).isFalse();
        assertThat(FieldType.JSON.accepts(new JsonText("{}"))).isTrue();
        assertThat(FieldType.JSON.accepts("{}")).isFalse();
        assertThat(FieldType.reference("User").accepts("u")).isTrue();
        FieldType state = FieldType.enumOf(List.of("open", "shut"));
        assertThat(state.accepts("open")).isTrue();
        assertThat(state.accepts("Open")).isFalse();
        assertThat(FieldType.ID.accepts("")).isFalse();
        assertThat(FieldType.ID.accepts("x".repeat(200))).isTrue();
        assertThat(FieldType.ID.accepts("x".repeat(201))).isFalse();
    }

    @Test
    void accepts_ofInstants_wantsMicrosecondsInTheYears0To9999() {
        assertThat(FieldType.DATETIME.accepts(Instant.parse("2026-01-01T00:00:00.123456Z")))
                .isTrue();
        assertThat(FieldType.DATETIME.accepts(Instant.parse("2026-01-01T00:00:00.123456001Z")))
                .isFalse();
        assertThat(FieldType.DATETIME.accepts(Instant.parse("0000-01-01T00:00:00Z")))
                .isTrue();
        assertThat(FieldType.DATETIME.accepts(Instant.parse("-0001-12-31T23:59:59.999999Z")))
                .isFalse();
        assertThat(FieldType.DATETIME.accepts(Instant.parse("9999-12-31T23:59:59.999999Z")))
                .isTrue();
        assertThat(FieldType.DATETIME.accepts(Instant.parse("+10000-01-01T00:00:00Z")))
                .isFalse();
    }

    @Test
    void types_areNamedAsManifestsWriteThem() {
        assertThat(FieldType.reference("User")).hasToString("id(User)");
        assertThat(FieldType.DATETIME).hasToString("datetime");
        assertThatThrownBy(() -> new FieldType(FieldType.Kind.ENUM, null, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FieldType(FieldType.Kind.INT, "User", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void kinds_agreeWithThemselves(FieldType.Kind kind) {
        assertThat(kind.text()).isEqualTo(kind.valueClass() == String.class);
        assertThat(kind.ordered()).isEqualTo(Comparable.class.isAssignableFrom(kind.valueClass()));
        assertThat(kind.numeric()).isEqualTo(Number.class.isAssignableFrom(kind.valueClass()));
    }

    @Test
    void plan_refusesLossThatWasNotAccepted() {
        MigrationStep drop = new MigrationStep.DropField("Todo", "rank");
        MigrationStep add = new MigrationStep.AddField("Todo", Field.of("x", FieldType.INT, true));
        assertThat(new MigrationPlan(List.of(add, drop), Set.of()).refused()).containsExactly(drop);
        assertThat(new MigrationPlan(List.of(add, drop), Set.of("drop_field:Todo.rank")).refused())
                .isEmpty();
        assertThat(MigrationPlan.NOTHING.refused()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void errorCodes_haveAStatusAndASentence(ErrorCode code) {
        assertThat(code.status()).isBetween(400, 599);
        assertThat(code.meaning()).endsWith(".");
        assertThat(code.hint() == null || code.hint().endsWith(".")).isTrue();
        assertThat(code.name()).matches("[A-Z][A-Z_]*");
        // Answers to clients carry no stack trace, accidents do.
        assertThat(new LynchetException(code, "m").getStackTrace().length > 0).isEqualTo(code.status() >= 500);
    }

    @Test
    void invalid_withOneProblem_takesItsCode() {
        Problem one = new Problem("$.a", ErrorCode.INVALID_VALUE, "bad");
        assertThat(LynchetException.invalid(List.of(one)).code()).isEqualTo(ErrorCode.INVALID_VALUE);
        LynchetException two = LynchetException.invalid(List.of(one, one));
        assertThat(two.code()).isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(two.problems()).hasSize(2);
        assertThat(two.retryAfterSeconds()).isEmpty();
        assertThat(LynchetException.retryable(ErrorCode.OVERLOADED, "m", 3).retryAfterSeconds())
                .hasValue(3);
    }
}
