// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Deadline;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Dialect;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * The SQL function {@code lynchet_matches(n, value...)}, which evaluates conditions with Java code in the middle of a
 * query. So pages, counts and aggregates stay filtered by SQLite.
 *
 * <p>Before a statement runs, its conditions are pushed here and their numbers bound; after it they are popped. One per
 * connection.
 */
final class Evaluations {
    static final String FUNCTION = "lynchet_matches";

    private final List<Condition> conditions = new ArrayList<>();
    private final Supplier<Deadline> deadline;
    private RuntimeException failure;

    /** @param deadline returns the deadline of the running statement */
    Evaluations(Supplier<Deadline> deadline) {
        this.deadline = deadline;
    }

    /**
     * A condition.
     *
     * @param shapes the entities of the rows at depth 0, 1, ... whose values are passed
     * @param arguments the columns of the passed values
     * @param outer the scope around the statement, or null
     */
    record Condition(Filter filter, List<Entity> shapes, List<Dialect.Argument> arguments, Scope outer) {}

    void registerWith(SQLiteConnection connection) throws SQLException {
        Function.create(connection, FUNCTION, new Matcher(), -1, 0);
    }

    /** Adds a condition and returns its number, to be bound as the function's first argument. */
    long push(Condition condition) {
        conditions.add(condition);
        return conditions.size() - 1L;
    }

    int mark() {
        return conditions.size();
    }

    void popTo(int mark) {
        conditions.subList(mark, conditions.size()).clear();
    }

    /** Throws the exception of a condition, if one has made the statement fail. */
    void rethrow() {
        RuntimeException thrown = failure;
        failure = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    private final class Matcher extends Function {
        @Override
        protected void xFunc() throws SQLException {
            try {
                deadline.get().pace();
                deadline.get().check();
                Condition condition = conditions.get(value_int(0));
                result(condition.filter().matches(scope(condition)) ? 1 : 0);
            } catch (RuntimeException e) {
                failure = e;
                error("condition failed");
            }
        }

        private Scope scope(Condition condition) throws SQLException {
            Object[][] rows = new Object[condition.shapes().size()][];
            for (int depth = 0; depth < rows.length; depth++) {
                rows[depth] = new Object[condition.shapes().get(depth).fields().size()];
            }
            for (int i = 0; i < condition.arguments().size(); i++) {
                Dialect.Argument argument = condition.arguments().get(i);
                Column column = argument.column();
                rows[argument.depth()][column.ordinal()] = value(column, i + 1);
            }
            Scope scope = condition.outer();
            for (int depth = rows.length - 1; depth >= 0; depth--) {
                Row row = Row.owning(condition.shapes().get(depth), rows[depth]);
                scope = new Scope(row, scope, io.lynchet.api.query.RowSource.NONE);
            }
            return scope;
        }

        private Object value(Column column, int argument) throws SQLException {
            if (value_type(argument) == org.sqlite.core.Codes.SQLITE_NULL) {
                return null;
            }
            return switch (column.storage()) {
                case TEXT -> column.fromText(value_text(argument));
                case REAL -> value_double(argument);
                case INTEGER -> column.fromInteger(value_long(argument));
            };
        }
    }
}
