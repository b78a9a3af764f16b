// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;

/** The evaluation of conditions that need one row only. */
public final class RowConditions {
    private RowConditions() {}

    /** Tells whether the row fulfils the filter; false for no row. */
    public static boolean matches(Filter filter, Row row) {
        return row != null && filter.matches(Scope.of(row, RowSource.NONE));
    }
}
