// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;

/**
 * A receiver of the whole content of a store. Calls come in this order: {@link #begin}, all rows, all changes, all
 * operations, {@link #end}.
 */
public interface StoreSink {
    /** Begins the content. Called once, before everything else. */
    void begin(StoreInfo info, Schema schema);

    /**
     * Receives a row. Rows come entity by entity, in order of id.
     *
     * @param lastChange the seq of the row's newest change
     */
    void row(Row row, long lastChange);

    /**
     * Receives a change. Changes come in order of seq, up to {@link StoreInfo#headSeq()}; the last one ends its commit.
     */
    void change(Change change);

    /** Receives a remembered result. Results come in order of client and operation. */
    void operation(OperationKey key, WriteResult answer);

    /**
     * Ends the content. Called once, after everything else. Content without this call is incomplete and must not be
     * used.
     */
    void end();
}
