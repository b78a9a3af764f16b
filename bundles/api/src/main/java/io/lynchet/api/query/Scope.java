// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.row.Row;

/**
 * The input of a filter: a row, the enclosing rows when it is inside an {@code exists}, and a source of other rows.
 *
 * @param row the row at depth 0
 * @param outer the enclosing scope, or null
 * @param rows for {@code exists}
 */
public record Scope(Row row, Scope outer, RowSource rows) {
    public static Scope of(Row row, RowSource rows) {
        return new Scope(row, null, rows);
    }

    /** Returns the row that is {@code depth} levels of {@code exists} further out. */
    public Row at(int depth) {
        Scope scope = this;
        for (int i = 0; i < depth; i++) {
            scope = scope.outer;
        }
        return scope.row;
    }
}
