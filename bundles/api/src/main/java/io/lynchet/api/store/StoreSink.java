// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Schema;

/** Takes in the whole content of a store: first {@link #begin}, then all rows, then all changes, then all operations, then {@link #end}. */
public interface StoreSink {
    /** Called once, before everything else. */
    void begin(StoreInfo info, Schema schema);

    /** Rows come entity by entity, by id. {@code lastChange} is the seq of the row's newest change. */
    void row(Row row, long lastChange);

    /** In order of seq, up to {@link StoreInfo#headSeq()}; the last one ends its commit. */
    void change(Change change);

    /** A remembered answer; they come by client and operation. */
    void operation(OperationKey key, Committed answer);

    /** Called once, after everything came; without it the content is incomplete and must not be used. */
    void end();
}
