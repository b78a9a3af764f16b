// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.store.sql.query.LeafSql;
import io.lynchet.testkit.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters at the edges of what SQLite takes. */
class FilterLimitsTest {
    @TempDir
    Path folder;

    private final Sample app = new Sample();
    private final Entity todo = app.todo();
    private SqliteStore store;

    @BeforeEach
    void open() {
        store = Stores.open(folder.resolve("lynchet.db"), app);
        Stores.insert(
                store,
                app.todo("a", "title", "Milk", "rank", 1L),
                app.todo("b", "title", "mi\0lk and more", "rank", 2L),
                app.todo("c", "title", "\uD83D\uDE00", "weight", 0x1p53));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> ids(Filter filter) {
        return store.latest().query(Query.of(todo, filter, 10)).stream()
                .map(Row::id)
                .toList();
    }

    private Filter title(TextMatch match, String pattern) {
        return new Filter.Text(Stores.field(todo, "title"), match, new Operand.Literal(pattern));
    }

    @Test
    void any_ofThousandsOfParts_works() {
        List<Filter> parts = new ArrayList<>();
        for (long i = 0; i < 5_000; i++) {
            parts.add(Stores.compare(todo, "rank", Comparison.EQUAL, i));
        }
        assertThat(ids(Filter.any(parts))).containsExactly("a", "b");
    }

    @Test
    void in_withTwentyThousandValues_isRefusedOrWorks() {
        List<Object> values =
                new ArrayList<>(LongStream.range(0, 10_000).boxed().toList());
        assertThat(ids(new Filter.In(Stores.field(todo, "rank"), values))).containsExactly("a", "b");
        values.addAll(LongStream.range(10_000, 40_000).boxed().toList());
        assertInvalid(new Filter.In(Stores.field(todo, "rank"), values));
    }

    @Test
    void nesting_beyondTheLimit_isRefused() {
        Filter deep = Stores.compare(todo, "rank", Comparison.EQUAL, 1L);
        for (int i = 0; i < 100; i++) {
            deep = new Filter.Not(deep);
        }
        assertThat(ids(deep)).containsExactly("a");
        for (int i = 0; i < 1_000; i++) {
            deep = new Filter.Not(deep);
        }
        assertInvalid(deep);
    }

    private void assertInvalid(Filter filter) {
        assertThat(catchThrowableOfType(LynchetException.class, () -> ids(filter))
                        .code())
                .isEqualTo(ErrorCode.INVALID_QUERY);
    }

    @Test
    void like_seesWhatIsBehindAZeroCharacter() {
        assertThat(ids(title(TextMatch.LIKE, "MORE"))).containsExactly("b");
        assertThat(ids(title(TextMatch.LIKE, "m_lk"))).containsExactly("a");
        assertThat(ids(title(TextMatch.CONTAINS, "\0lk"))).containsExactly("b");
        assertThat(ids(title(TextMatch.ENDS_WITH, "more"))).containsExactly("b");
    }

    @Test
    void patterns_withHalfACharacter_matchAsInJava() {
        assertThat(ids(title(TextMatch.STARTS_WITH, "\uD83D"))).containsExactly("c");
        assertThat(ids(title(TextMatch.CONTAINS, "\uDE00"))).containsExactly("c");
    }

    @Test
    void numbers_areComparedExactly() {
        assertThat(ids(Stores.compare(todo, "weight", Comparison.EQUAL, (1L << 53) + 1)))
                .isEmpty();
        assertThat(ids(Stores.compare(todo, "weight", Comparison.LESS, (1L << 53) + 1)))
                .containsExactly("c");
        assertThat(ids(Stores.compare(todo, "rank", Comparison.GREATER, 1.5))).containsExactly("b");
        assertThat(ids(Stores.compare(todo, "rank", Comparison.LESS, 1e300))).containsExactly("a", "b");
        assertThat(ids(Stores.compare(todo, "rank", Comparison.EQUAL, 2.0))).containsExactly("b");
    }

    @Test
    void computedOperand_isEvaluatedInTheQuery() {
        Operand twice = new Operand.Computed(
                "twice",
                List.of(Stores.field(todo, "rank")),
                FieldType.INT,
                values -> values.get(0) == null ? null : (Long) values.get(0) * 2);
        Filter four = new Filter.Compare(twice, Comparison.EQUAL, new Operand.Literal(4L));
        assertThat(ids(four)).containsExactly("b");
        assertThat(ids(new Filter.Not(four))).containsExactly("a", "c");
        assertThat(store.latest().count(todo, four)).isEqualTo(1);
    }

    @Test
    void computedOperand_thatFails_failsTheReadWithItsOwnError() {
        Operand broken = new Operand.Computed("broken", List.of(), FieldType.BOOL, values -> {
            throw new LynchetException(ErrorCode.POLICY_FUNCTION_MISSING, "gone");
        });
        assertThatThrownBy(() -> ids(new Filter.IsTrue(broken)))
                .isInstanceOf(LynchetException.class)
                .hasMessage("gone");
        assertThat(ids(Stores.compare(todo, "rank", Comparison.EQUAL, 1L))).containsExactly("a");
    }

    @Test
    void endOfPrefix_isTheNextText() {
        assertThat(LeafSql.endOfPrefix("ab")).isEqualTo("ac");
        assertThat(LeafSql.endOfPrefix("a\uD7FF")).isEqualTo("a\uE000");
        assertThat(LeafSql.endOfPrefix("a\uDBFF\uDFFF")).isEqualTo("b");
        assertThat(LeafSql.endOfPrefix("\uDBFF\uDFFF")).isNull();
    }
}
