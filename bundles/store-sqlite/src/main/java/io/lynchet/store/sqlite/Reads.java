// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The reads of the contract on one connection, with one layout. What the connection sees (a snapshot, the newest state, a transaction) is its owner's choice. */
final class Reads implements RowSource {
    private final Database database;
    private final Layout layout;
    private final StoreFiles files;

    Reads(Database database, Layout layout, StoreFiles files) {
        this.database = database;
        this.layout = layout;
        this.files = files;
    }

    Optional<Row> get(Entity entity, String id) throws SQLException {
        EntityTable table = layout.of(entity);
        Prepared statement = database.prepare(table.selectRow());
        try {
            return statement.first(id) ? Optional.of(table.read(statement, 0)) : Optional.empty();
        } finally {
            statement.reset();
        }
    }

    OptionalLong lastChange(Entity entity, String id) throws SQLException {
        long seq = database.number(-1, layout.of(entity).selectSeq(), id);
        return seq < 0 ? OptionalLong.empty() : OptionalLong.of(seq);
    }

    List<Row> query(Query query) throws SQLException {
        EntityTable table = layout.of(query.entity());
        SqlText sql = QuerySql.of(layout, table, query);
        List<Row> rows = new ArrayList<>(Math.min(query.limit(), 64));
        each(sql, statement -> rows.add(table.read(statement, 0)));
        return rows;
    }

    long count(Entity entity, Filter filter) throws SQLException {
        EntityTable table = layout.of(entity);
        SqlText sql = new SqlText().add("SELECT count(*) FROM " + table.quoted() + " AS a0 WHERE ");
        new FilterSql(layout, null, sql).append(table, filter);
        long[] count = {0};
        each(sql, statement -> count[0] = statement.longAt(0));
        return count[0];
    }

    List<AggregateRow> aggregate(AggregateQuery query) throws SQLException {
        AggregateSql aggregate = new AggregateSql(layout, query);
        List<AggregateRow> rows = new ArrayList<>();
        each(aggregate.sql(), statement -> rows.add(aggregate.read(statement)));
        return rows;
    }

    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        EntityTable table = layout.of(entity);
        SqlText sql = new SqlText().add("SELECT 1 FROM " + table.quoted() + " AS a0 WHERE ");
        new FilterSql(layout, outer, sql).append(table, filter);
        sql.add(" LIMIT 1");
        boolean[] found = {false};
        try {
            each(sql, statement -> found[0] = true);
        } catch (SQLException e) {
            throw files.failure(e);
        }
        return found[0];
    }

    /** What to do with each row of a result. */
    @FunctionalInterface
    interface RowAction {
        void take(Prepared row) throws SQLException;
    }

    private void each(SqlText sql, RowAction action) throws SQLException {
        Evaluations evaluations = database.evaluations();
        int mark = evaluations.mark();
        Object[] arguments = sql.arguments().toArray();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Evaluations.Condition condition) {
                arguments[i] = evaluations.push(condition);
            }
        }
        Prepared statement = database.prepare(sql.toString());
        try {
            for (boolean row = statement.first(arguments); row; row = statement.next()) {
                action.take(statement);
            }
        } catch (SQLException e) {
            evaluations.rethrow();
            throw e;
        } finally {
            evaluations.popTo(mark);
            statement.reset();
        }
    }
}
