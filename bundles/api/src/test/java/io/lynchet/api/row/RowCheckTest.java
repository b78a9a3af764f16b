// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowCheckTest {
    private static final Entity TODO = new Entity(
            "Todo",
            List.of(
                    Field.of("title", FieldType.STRING, false),
                    Field.of("rank", FieldType.FLOAT, true),
                    Field.of("state", FieldType.enumOf(List.of("open", "done")), true)),
            List.of(),
            List.of(),
            true);

    private static Row row(Object title, Object rank, Object state) {
        return new Draft(TODO)
                .set("id", "t1")
                .set("title", title)
                .set("rank", rank)
                .set("state", state)
                .toRow();
    }

    @Test
    void problems_ofAStorableRow_areNone() {
        assertThat(RowCheck.problems(row("a", 1.5, "open"))).isEmpty();
        assertThat(RowCheck.problems(row("", null, null))).isEmpty();
    }

    @Test
    void problems_nameFieldCodeAndWhatIsAllowed_inOrderOfFields() {
        assertThat(RowCheck.problems(row(null, Double.NaN, "closed")))
                .containsExactly(
                        new Problem("$.title", ErrorCode.REQUIRED_FIELD, "title is required"),
                        new Problem("$.rank", ErrorCode.INVALID_VALUE, "rank must be a finite float"),
                        new Problem("$.state", ErrorCode.INVALID_VALUE, "state must be one of open, done"));
    }

    @Test
    void require_withOneProblem_failsWithItsCode() {
        LynchetException failure =
                catchThrowableOfType(LynchetException.class, () -> RowCheck.require(row(7L, null, null)));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(failure).hasMessage("title must be of type string");
    }

    @Test
    void require_withSeveralProblems_listsAll() {
        LynchetException failure =
                catchThrowableOfType(LynchetException.class, () -> RowCheck.require(row(null, -0.0, null)));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(failure.problems()).hasSize(2);
    }
}
