// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import java.util.StringJoiner;

/** A query as SQL. */
final class QuerySql {
    private QuerySql() {}

    /** Selects all columns, in order, of alias {@code a0}. */
    static SqlText of(Layout layout, EntityTable table, Query query) {
        SqlText sql = new SqlText();
        sql.add("SELECT " + table.columnList("a0") + " FROM " + table.quoted() + " AS a0 WHERE ");
        new FilterSql(layout, null, sql).append(table, query.filter());
        sql.add(" ORDER BY " + order(table, query));
        sql.add(" LIMIT " + sql.bind((long) query.limit()));
        if (query.offset() > 0) {
            sql.add(" OFFSET " + sql.bind(query.offset()));
        }
        return sql;
    }

    // SQLite has nulls first when ascending and last when descending, as the contract does.
    private static String order(EntityTable table, Query query) {
        StringJoiner keys = new StringJoiner(", ");
        for (SortKey key : query.order()) {
            if (!key.field().type().kind().ordered()) {
                throw new LynchetException(ErrorCode.INVALID_QUERY, key.field().name() + " has no order to sort by");
            }
            keys.add("a0." + table.column(key.field()).quoted() + (key.ascending() ? "" : " DESC"));
            if (key.field().ordinal() == 0) {
                return keys.toString();
            }
        }
        return keys.add("a0.\"id\"").toString();
    }
}
