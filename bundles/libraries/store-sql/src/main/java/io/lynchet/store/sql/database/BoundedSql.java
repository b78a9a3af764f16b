// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.database;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A query whose result ends after a number of bytes, for databases that send whole results. The last row is the one
 * after the first row that has more than that many bytes before it. The sums run over the rows of the limited result,
 * which are in order already. The size of a text is known without reading it.
 */
public final class BoundedSql {
    private static final String BEFORE = "_bytes_before";

    private BoundedSql() {}

    /**
     * Returns a statement around another one.
     *
     * @param inner a statement that returns columns of these names
     * @param texts the names, quoted, of the columns whose size counts
     * @param order the order of both statements, in terms of alias {@code a0}; empty to leave rows as they come
     */
    public static SqlText of(SqlText inner, List<String> columns, List<String> texts, String order, long bytesMax) {
        String size = texts.stream()
                .map(text -> "coalesce(octet_length(a0." + text + "), 0)")
                .collect(Collectors.joining(" + "));
        String list = columns.stream().map(column -> "a0." + column).collect(Collectors.joining(", "));
        String by = order.isEmpty() ? "" : "ORDER BY " + order;
        String text = "SELECT " + list + " FROM (SELECT a0.*, sum(" + size + ") OVER (" + by
                + " ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS " + BEFORE + " FROM (" + inner
                + ") AS a0) AS a0 WHERE a0." + BEFORE + " IS NULL OR a0." + BEFORE + " <= ";
        SqlText outer = inner.around(text);
        return outer.add(outer.bind(bytesMax)).add(by.isEmpty() ? "" : " " + by);
    }
}
