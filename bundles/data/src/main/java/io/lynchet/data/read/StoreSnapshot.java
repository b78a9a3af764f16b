// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.data.store.StoreFeed;
import java.util.List;
import java.util.Optional;

/** A data snapshot on a snapshot of the store. */
record StoreSnapshot(Snapshot snapshot, StoreInfo info, StoreFeed feed) implements DataSnapshot {
    @Override
    public long seq() {
        return snapshot.seq();
    }

    @Override
    public long epoch() {
        return info.epoch();
    }

    @Override
    public long oldestCursor() {
        return Math.max(0, info.oldestSeq() - 1);
    }

    @Override
    public Optional<Row> get(Entity entity, String id) {
        return snapshot.get(entity, id);
    }

    @Override
    public List<Row> query(Query query) {
        return snapshot.query(query);
    }

    @Override
    public long count(Entity entity, Filter filter) {
        return snapshot.count(entity, filter);
    }

    @Override
    public List<AggregateRow> aggregate(AggregateQuery query) {
        return snapshot.aggregate(query);
    }

    @Override
    public List<Change> changes(long after, int limit) {
        return feed.read(snapshot, info, after, limit);
    }

    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        return snapshot.exists(entity, filter, outer);
    }

    @Override
    public RowSource rowsAt(long after) {
        return after == snapshot.seq() ? snapshot : new HistoricalRows(snapshot, after);
    }
}
