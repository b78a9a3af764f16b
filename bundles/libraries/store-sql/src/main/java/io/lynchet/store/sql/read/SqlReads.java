// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.read;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.RowCount;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Deadline;
import io.lynchet.api.store.check.Aggregation;
import io.lynchet.api.store.check.GroupCount;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.database.SqlFailures;
import io.lynchet.store.sql.database.SqlText;
import io.lynchet.store.sql.query.AggregateSql;
import io.lynchet.store.sql.query.FilterSql;
import io.lynchet.store.sql.query.QuerySql;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The reads of a view on one connection, with one layout. Its owner chooses what the connection sees: a snapshot, the
 * newest state, or a transaction.
 */
public final class SqlReads implements RowSource {
    private final Database database;
    private final Layout layout;
    private final SqlFailures failures;

    public SqlReads(Database database, Layout layout, SqlFailures failures) {
        this.database = database;
        this.layout = layout;
        this.failures = failures;
    }

    public Optional<Row> get(Entity entity, String id) throws SQLException {
        EntityTable table = layout.of(entity);
        PreparedQuery statement = database.prepare(table.selectRow());
        try {
            return statement.first(id) ? Optional.of(table.read(statement, 0)) : Optional.empty();
        } finally {
            statement.reset();
        }
    }

    public Optional<Versioned> versioned(Entity entity, String id) throws SQLException {
        EntityTable table = layout.of(entity);
        PreparedQuery statement = database.prepare(table.selectStored());
        try {
            return statement.first(id)
                    ? Optional.of(new Versioned(table.read(statement, 1), statement.longAt(0)))
                    : Optional.empty();
        } finally {
            statement.reset();
        }
    }

    public OptionalLong lastChange(Entity entity, String id) throws SQLException {
        long seq = database.number(-1, layout.of(entity).selectSeq(), id);
        return seq < 0 ? OptionalLong.empty() : OptionalLong.of(seq);
    }

    public List<Row> query(Query query) throws SQLException {
        EntityTable table = layout.of(query.entity());
        SqlText sql = QuerySql.of(database.dialect(), layout, table, query);
        List<Row> rows = new ArrayList<>(Math.min(query.limit(), 64));
        RowCount count = new RowCount(query);
        if (sql.isExact()) {
            database.each(sql, statement -> {
                Row row = table.read(statement, 0);
                rows.add(row);
                return count.add(row);
            });
            return rows;
        }
        List<Row> matching = matching(table, sql, query.filter(), null);
        int first = (int) Math.min(query.offset(), matching.size());
        boolean more = true;
        for (int i = first; more && i < matching.size() && rows.size() < query.limit(); i++) {
            rows.add(matching.get(i));
            more = count.add(matching.get(i));
        }
        return rows;
    }

    public long count(Entity entity, Filter filter) throws SQLException {
        EntityTable table = layout.of(entity);
        SqlText condition = condition(table, filter, null, new SqlText().add("SELECT count(*) FROM "));
        if (!condition.isExact()) {
            return matching(table, all(table, filter, null), filter, null).size();
        }
        long[] count = {0};
        database.each(condition, statement -> {
            count[0] = statement.longAt(0);
            return false;
        });
        return count[0];
    }

    public List<AggregateRow> aggregate(AggregateQuery query) throws SQLException {
        AggregateSql aggregate = new AggregateSql(database.dialect(), layout, query);
        if (!aggregate.sql().isExact()) {
            EntityTable table = layout.of(query.entity());
            return new Aggregation(query).over(matching(table, all(table, query.filter(), null), query.filter(), null));
        }
        List<AggregateRow> rows = new ArrayList<>();
        GroupCount count = new GroupCount();
        database.each(aggregate.sql(), statement -> {
            AggregateRow group = aggregate.read(statement);
            count.add(group);
            return rows.add(group);
        });
        return aggregate.isIncomplete() ? aggregate.complete(rows, database) : rows;
    }

    /**
     * Aggregates like {@link #aggregate}, on a connection outside a transaction. Sums of floats may take two
     * statements, which must see the same state.
     */
    public List<AggregateRow> aggregateAlone(AggregateQuery query) throws SQLException {
        if (query.measures().stream().noneMatch(Aggregation::sumsFloats)) {
            return aggregate(query);
        }
        database.beginSnapshot();
        try {
            return aggregate(query);
        } finally {
            database.rollbackIfOpen();
        }
    }

    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        EntityTable table = layout.of(entity);
        SqlText sql = condition(table, filter, outer, new SqlText().add("SELECT 1 FROM "));
        try {
            if (!sql.isExact()) {
                return !matching(table, all(table, filter, outer), filter, outer)
                        .isEmpty();
            }
            boolean[] found = {false};
            database.each(sql.add(" LIMIT 1"), statement -> found[0] = true);
            return found[0];
        } catch (SQLException e) {
            if (failures.isInterruption(e)) {
                database.deadline().check();
            }
            throw failures.of(e);
        }
    }

    private SqlText condition(EntityTable table, Filter filter, Scope outer, SqlText sql) {
        sql.add(table.quoted() + " AS a0 WHERE ");
        new FilterSql(database.dialect(), layout, outer, sql).append(table, filter);
        return sql;
    }

    private SqlText all(EntityTable table, Filter filter, Scope outer) {
        return condition(table, filter, outer, new SqlText().add("SELECT " + table.columnList("a0") + " FROM "));
    }

    // The rows are read first: the filter may read, too, on the same connection.
    private List<Row> matching(EntityTable table, SqlText sql, Filter filter, Scope outer) throws SQLException {
        Deadline deadline = database.deadline();
        List<Row> candidates = new ArrayList<>();
        database.each(sql, statement -> {
            deadline.check();
            return candidates.add(table.read(statement, 0));
        });
        candidates.removeIf(row -> {
            deadline.check();
            return !filter.matches(new Scope(row, outer, this));
        });
        return candidates;
    }
}
