// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Results that a database sends as a whole, cut there: with the row behind the first one before which there are more than so many bytes. The sums run over the rows of
 * the limited result, which are in order already, and the size of a text is known without reading it.
 */
final class BoundedSql {
    private static final String BEFORE = "_bytes_before";

    private BoundedSql() {}

    /**
     * The statement around another one.
     *
     * @param inner gives columns of these names
     * @param texts names, quoted, of those whose size counts
     * @param order what both are ordered by, in terms of alias {@code a0}; empty to leave rows as they come
     */
    static SqlText of(SqlText inner, List<String> columns, List<String> texts, String order, long bytesMax) {
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
