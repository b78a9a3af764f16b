// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.api.store.StoreSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of a store in lists. As a sink it fails when parts come in the wrong order; as a source it sends them in
 * order.
 */
public final class Collected implements StoreSink, StoreSource {
    /** A row with the seq of its newest change. */
    public record Kept(Row row, long lastChange) {}

    private enum Part {
        NOTHING,
        ROWS,
        CHANGES,
        OPERATIONS,
        END
    }

    private final List<Kept> rows = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<OperationKey, WriteResult> operations = new LinkedHashMap<>();
    private StoreInfo info;
    private Schema schema;
    private Part part = Part.NOTHING;

    @Override
    public void begin(StoreInfo storeInfo, Schema storeSchema) {
        to(Part.NOTHING, Part.ROWS);
        info = storeInfo;
        schema = storeSchema;
    }

    @Override
    public void row(Row row, long lastChange) {
        to(Part.ROWS, Part.ROWS);
        rows.add(new Kept(row, lastChange));
    }

    @Override
    public void change(Change change) {
        to(Part.CHANGES, Part.CHANGES);
        changes.add(change);
    }

    @Override
    public void operation(OperationKey key, WriteResult answer) {
        to(Part.OPERATIONS, Part.OPERATIONS);
        operations.put(key, answer);
    }

    @Override
    public void end() {
        to(Part.OPERATIONS, Part.END);
    }

    // Later parts may follow, earlier ones may not.
    private void to(Part latest, Part next) {
        if (part.compareTo(latest) > 0) {
            throw new AssertionError(next + " after " + part);
        }
        part = next;
    }

    public StoreInfo info() {
        return info;
    }

    public Schema schema() {
        return schema;
    }

    public List<Kept> rows() {
        return rows;
    }

    public List<Change> changes() {
        return changes;
    }

    public Map<OperationKey, WriteResult> operations() {
        return operations;
    }

    public boolean ended() {
        return part == Part.END;
    }

    @Override
    public void feed(StoreSink sink) {
        feedWithoutEnd(sink, info);
        sink.end();
    }

    /** Sends everything but the end, with an info that may differ from the collected one. */
    public void feedWithoutEnd(StoreSink sink, StoreInfo as) {
        sink.begin(as, schema);
        rows.forEach(kept -> sink.row(kept.row(), kept.lastChange()));
        changes.stream().filter(change -> change.seq() >= as.oldestSeq()).forEach(sink::change);
        operations.forEach(sink::operation);
    }
}
