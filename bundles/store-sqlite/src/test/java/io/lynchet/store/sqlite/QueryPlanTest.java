// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.schema.Entity;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.query.QuerySql;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.testkit.Sample;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which queries run from an index, without a sort, so that their time grows with the page and not with the table. */
class QueryPlanTest {
    @TempDir
    Path folder;

    private final Sample app = new Sample();
    private final Entity todo = app.todo();
    private SqliteStore store;

    @BeforeEach
    void open() {
        store = Stores.open(folder.resolve("lynchet.db"), app);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private String plan(Filter filter, SortKey... order) throws SQLException {
        Query query = new Query(todo, filter, List.of(order), 50, 0);
        Layout layout = store.state().layout();
        String sql = QuerySql.of(SqliteDialect.INSTANCE, layout, layout.of(todo), query)
                .toString();
        StringBuilder plan = new StringBuilder();
        PreparedQuery statement = store.state().connection().prepare("EXPLAIN QUERY PLAN " + sql);
        try {
            Object[] arguments =
                    new Object[(int) sql.chars().filter(c -> c == '?').count()];
            for (boolean row = statement.first(arguments); row; row = statement.next()) {
                plan.append(statement.textAt(3)).append('\n');
            }
        } finally {
            statement.reset();
        }
        assertThat(plan.toString()).doesNotContain("SCAN");
        return plan.toString();
    }

    private Filter is(String field, Object value) {
        return Stores.compare(todo, field, Comparison.EQUAL, value);
    }

    private SortKey by(String field, boolean ascending) {
        return new SortKey(todo.field(field).orElseThrow(), ascending);
    }

    @Test
    void referenceEquals_orderedById_needsNoSort() throws SQLException {
        assertThat(plan(is("owner", "u1"))).contains("(owner=?)").doesNotContain("TEMP B-TREE");
        assertThat(plan(is("parent", "t1"))).contains("(parent=?)").doesNotContain("TEMP B-TREE");
    }

    @Test
    void referenceEqualsAndIdAfter_isARangeOfTheIndex() throws SQLException {
        Filter page = is("parent", "t1").and(Stores.compare(todo, "id", Comparison.GREATER, "t5"));
        assertThat(plan(page)).contains("(parent=? AND id>?)").doesNotContain("TEMP B-TREE");
    }

    @Test
    void idAfter_isARangeOfTheTable() throws SQLException {
        assertThat(plan(Stores.compare(todo, "id", Comparison.GREATER, "t5")))
                .contains("PRIMARY KEY (id>?)")
                .doesNotContain("TEMP B-TREE");
    }

    @Test
    void declaredIndex_servesComparisonsAndOrder() throws SQLException {
        assertThat(plan(is("rank", 7L))).contains("(rank=?)").doesNotContain("TEMP B-TREE");
        assertThat(plan(Stores.compare(todo, "rank", Comparison.GREATER_OR_EQUAL, 2.5), by("rank", true)))
                .contains("(rank>?)")
                .doesNotContain("TEMP B-TREE");
        assertThat(plan(is("rank", 7L), by("id", false))).doesNotContain("TEMP B-TREE");
    }

    @Test
    void in_isServedByAnIndex() throws SQLException {
        assertThat(plan(new Filter.In(Stores.field(todo, "rank"), List.of(1L, 2L, 3L))))
                .contains("(rank=?)");
    }

    @Test
    void startsWith_isARange() throws SQLException {
        Filter prefix = new Filter.Text(Stores.field(todo, "id"), TextMatch.STARTS_WITH, new Operand.Literal("t1"));
        assertThat(plan(prefix)).contains("(id>? AND id<?)").doesNotContain("TEMP B-TREE");
    }

    @Test
    void any_ofIndexedEqualities_usesThemAll() throws SQLException {
        assertThat(plan(Filter.any(List.of(is("rank", 1L), is("parent", "t1")))))
                .contains("MULTI-INDEX OR");
    }

    @Test
    void exists_looksUpByIndex() throws SQLException {
        Filter inner = new Filter.Compare(
                Stores.field(app.user(), "id"),
                Comparison.EQUAL,
                new Operand.FieldRef(1, todo.field("owner").orElseThrow()));
        assertThat(plan(is("rank", 1L).and(new Filter.Exists(app.user(), inner))))
                .contains("SEARCH a1 ");
    }

    @Test
    void deletedTarget_isSoughtByIndex() {
        store.state()
                .layout()
                .of(app.user())
                .referrers()
                .forEach(referrer -> assertThat(explain(
                                referrer.selectOthers(store.state().layout().of(app.user()), 1)))
                        .contains("SEARCH")
                        .doesNotContain("SCAN"));
        store.state()
                .layout()
                .of(todo)
                .referrers()
                .forEach(referrer -> assertThat(explain(
                                referrer.selectOthers(store.state().layout().of(todo), 1)))
                        .contains("SEARCH")
                        .doesNotContain("SCAN"));
    }

    private String explain(String sql) {
        try {
            PreparedQuery statement = store.state().connection().prepare("EXPLAIN QUERY PLAN " + sql);
            try {
                return statement.first("x") ? statement.textAt(3) : "";
            } finally {
                statement.reset();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
