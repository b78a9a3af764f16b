// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;

/**
 * A check of a write inside the transaction. It sees the stored row and the row as it will be.
 *
 * <p>It runs on the store's writer thread while other callers wait. It computes; it never blocks and never writes. The
 * store may call it again when it retries. A {@link io.lynchet.api.LynchetException} refuses the whole commit with that
 * error. Any other exception refuses it with {@code INTERNAL}.
 */
@FunctionalInterface
public interface Guard {
    Guard NONE = (write, before, after, rows) -> {};

    /**
     * Checks one write; returns to allow it, throws to refuse the commit.
     *
     * @param before the stored row, null for an insert
     * @param after the row as it will be, null for a delete
     * @param rows a row source that sees the earlier writes of this commit
     */
    void check(Write write, Row before, Row after, RowSource rows);

    /**
     * Returns the rows to which the write may refer by a field that it sets or changes.
     *
     * <p>Any other row counts as missing, with the same message. So nobody learns of a hidden row, or keeps it from
     * being deleted. The store matches a row as it is when the write is made. If the row does not match then, the store
     * matches it once more at the end of the commit. Default: all rows.
     */
    default Filter referable(Write write, Field reference) {
        return Filter.Constant.TRUE;
    }

    /** Returns the rows that {@code REFERENCE_IN_USE} may name, by entity and by referring field. Default: all rows. */
    default Filter nameable(Entity entity, Field reference) {
        return Filter.Constant.TRUE;
    }
}
