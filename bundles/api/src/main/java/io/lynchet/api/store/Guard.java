// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;

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
}
