// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;

/** Conditions that look at one row only. */
final class Rows {
    private Rows() {}

    /** False for no row. */
    static boolean matches(Filter filter, Row row) {
        return row != null && filter.matches(Scope.of(row, RowSource.NONE));
    }
}
