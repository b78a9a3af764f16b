// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;

/** A sink that passes content on and counts it. */
public record CountingSink(StoreSink to, ContentLines.Tick tick) implements StoreSink {
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
    public void operation(OperationKey key, WriteResult answer) {
        to.operation(key, answer);
        tick.one();
    }

    @Override
    public void end() {
        to.end();
    }
}
