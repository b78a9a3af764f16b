// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;

/**
 * Decides about a write inside the transaction, on the row as stored and on the row as it will be.
 *
 * <p>Runs on the store's writer thread while other callers wait: it computes, it never blocks and never writes. It may be called again when
 * the store retries. A {@link io.lynchet.api.LynchetException} refuses the whole commit with that error; any other exception refuses it
 * with {@code INTERNAL}.
 */
@FunctionalInterface
public interface Guard {
    Guard NONE = (write, before, after, rows) -> {};

    /**
     * @param before the stored row, null for an insert
     * @param after the row as it will be, null for a delete
     * @param rows sees the earlier writes of this commit
     */
    void check(Write write, Row before, Row after, RowSource rows);

    /**
     * The rows to which the write may refer by a field that it sets or changes. Another one counts as missing, in the same words, so that nobody learns of a row
     * or keeps it from being deleted that he may not know of. A row is judged as it is when the write is made and, if it does not match then, once more at the end
     * of the commit. Default: all.
     */
    default Filter referable(Write write, Field reference) {
        return Filter.Constant.TRUE;
    }

    /** The rows that {@code REFERENCE_IN_USE} may tell of, by the name of their entity and of the field by which they refer. Default: all. */
    default Filter nameable(Entity entity, Field reference) {
        return Filter.Constant.TRUE;
    }
}
