// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.store.sql.database.BoundedSql;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Dialect;
import io.lynchet.store.sql.database.SqlText;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import java.util.List;
import java.util.StringJoiner;

/** A query as SQL. */
public final class QuerySql {
    private QuerySql() {}

    /**
     * Returns a select of all columns, in order, of alias {@code a0}; without a limit where the filter is not exact.
     */
    public static SqlText of(Dialect dialect, Layout layout, EntityTable table, Query query) {
        SqlText sql = new SqlText();
        sql.add("SELECT " + table.columnList("a0") + " FROM " + table.quoted() + " AS a0 WHERE ");
        new FilterSql(dialect, layout, null, sql).append(table, query.filter());
        String order = order(dialect, table, query);
        sql.add(" ORDER BY " + order);
        if (!sql.isExact()) {
            return sql;
        }
        sql.add(" LIMIT " + sql.bind((long) query.limit()));
        sql.add(query.offset() > 0 ? " OFFSET " + sql.bind(query.offset()) : "");
        return dialect.takesWholeResults() ? bounded(sql, table, query, order) : sql;
    }

    /** The bound is never below the query's own byte limit: a character has at most three bytes, and counts as two. */
    private static SqlText bounded(SqlText sql, EntityTable table, Query query, String order) {
        List<String> texts = table.columns().stream()
                .filter(Column::holdsLongTexts)
                .map(Column::quoted)
                .toList();
        if (query.bytesMax() == Query.BYTES_UNLIMITED || query.limit() == 1 || texts.isEmpty()) {
            return sql;
        }
        List<String> columns = table.columns().stream().map(Column::quoted).toList();
        return BoundedSql.of(sql, columns, texts, order, Math.min(query.bytesMax(), Long.MAX_VALUE / 2) * 2);
    }

    private static String order(Dialect dialect, EntityTable table, Query query) {
        StringJoiner keys = new StringJoiner(", ");
        for (SortKey key : query.order()) {
            if (!key.field().type().kind().ordered()) {
                throw new LynchetException(ErrorCode.INVALID_QUERY, key.field().name() + " has no order to sort by");
            }
            keys.add(dialect.orderKey("a0." + table.column(key.field()).quoted(), key.ascending()));
            if (key.field().ordinal() == 0) {
                return keys.toString();
            }
        }
        return keys.add("a0.\"id\"").toString();
    }
}
