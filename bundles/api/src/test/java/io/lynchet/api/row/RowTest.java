// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
    private static final Entity TODO = new Entity(
            "Todo",
            List.of(Field.of("title", FieldType.STRING, false), Field.of("rank", FieldType.INT, true)),
            List.of(),
            List.of(),
            true);
    private static final Field TITLE = TODO.fieldOrNull("title");
    private static final Field RANK = TODO.fieldOrNull("rank");

    private static Row row(Object... values) {
        return Row.owning(TODO, values);
    }

    @Test
    void row_givesValuesByOrdinalAndByName() {
        Row row = row("i", "t", 5L);
        assertThat(row.id()).isEqualTo("i");
        assertThat(row.get(1)).isEqualTo("t");
        assertThat(row.get("rank")).isEqualTo(5L);
        assertThatThrownBy(() -> row.get("zzz")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row("i", "t")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void with_replacesWhatThePatchNames_andOnlyThat() {
        Row row = row("i", "t", 5L);
        Draft patch = new Draft(TODO).set(RANK, null);
        assertThat(row.with(patch)).isEqualTo(row("i", "t", null));
        assertThat(row.with(new Draft(TODO))).isEqualTo(row);
        assertThat(row.get("rank")).isEqualTo(5L);
    }

    @Test
    void values_areACopy() {
        Row row = row("i", "t", 5L);
        row.values()[1] = "changed";
        assertThat(row.get("title")).isEqualTo("t");
    }

    @Test
    void equality_isByEntityNameAndValues() {
        Entity later = new Entity("Todo", TODO.fields().subList(1, 3), List.of(), List.of(), true);
        Entity other = new Entity("Other", TODO.fields().subList(1, 3), List.of(), List.of(), true);
        assertThat(Row.owning(later, new Object[] {"i", "t", 5L}))
                .isEqualTo(row("i", "t", 5L))
                .hasSameHashCodeAs(row("i", "t", 5L));
        assertThat(Row.owning(other, new Object[] {"i", "t", 5L})).isNotEqualTo(row("i", "t", 5L));
        assertThat(row("i", "t", 5L)).isNotEqualTo(row("i", "t", 6L));
    }

    @Test
    void draft_tellsNullFromNotNamed() {
        Draft draft = new Draft(TODO);
        assertThat(draft.isEmpty()).isTrue();
        assertThat(draft.id()).isNull();
        draft.set("rank", null).set(TITLE, "t");
        assertThat(draft.names(RANK)).isTrue();
        assertThat(draft.get(RANK)).isNull();
        assertThat(draft.names(TODO.id())).isFalse();
        draft.unset(RANK).set("id", "i");
        assertThat(draft.names(RANK)).isFalse();
        assertThat(draft.id()).isEqualTo("i");
        assertThat(draft.toRow()).isEqualTo(row("i", "t", null));
        assertThatThrownBy(() -> draft.set("zzz", 1L)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toRow_doesNotChangeWithTheDraft() {
        Draft draft = new Draft(TODO).set(TITLE, "t");
        Row row = draft.toRow();
        draft.set(TITLE, "later");
        assertThat(row.get("title")).isEqualTo("t");
    }
}
