// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;

/** Passes content on and counts it. */
record CountedSink(StoreSink to, ContentLines.Tick tick) implements StoreSink {
    @Override
    public void begin(StoreInfo info, Schema schema) {
        to.begin(info, schema);
    }

    @Override
    public void row(Row row, long lastChange) {
        to.row(row, lastChange);
        tick.one();
    }

    @Override
    public void change(Change change) {
        to.change(change);
        tick.one();
    }

    @Override
    public void operation(OperationKey key, Committed answer) {
        to.operation(key, answer);
        tick.one();
    }

    @Override
    public void end() {
        to.end();
    }
}
