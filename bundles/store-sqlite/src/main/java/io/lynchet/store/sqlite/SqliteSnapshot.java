// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.Snapshot;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A read transaction on a reader of its own. While it is open SQLite's log can't be begun anew, so it grows with every commit. */
final class SqliteSnapshot implements Snapshot {
    private final ReaderPool pool;
    private final Database reader;
    private final Layout layout;
    private final StoreFiles files;
    private final Reads reads;
    private final long seq;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteSnapshot(ReaderPool pool, Database reader, Layout layout, StoreFiles files, long seq) {
        this.pool = pool;
        this.reader = reader;
        this.layout = layout;
        this.files = files;
        this.reads = new Reads(reader, layout, files);
        this.seq = seq;
    }

    /** Takes a reader and begins. */
    static SqliteSnapshot open(ReaderPool pool, Supplier<Layout> layouts, StoreFiles files) {
        Database reader = pool.take();
        try {
            while (true) {
                Layout layout = layouts.get();
                // The transaction begins to see at its first read, which is that of the head.
                reader.run("BEGIN");
                long seq = ChangeLog.head(reader);
                long generation = Catalog.number(reader, "generation", 0);
                if (generation == layout.generation()) {
                    return new SqliteSnapshot(pool, reader, layout, files, seq);
                }
                // An install is being published; its layout follows at once.
                reader.run("ROLLBACK");
                Thread.onSpinWait();
            }
        } catch (SQLException e) {
            pool.discard(reader);
            throw files.failure(e);
        } catch (RuntimeException e) {
            pool.discard(reader);
            throw e;
        }
    }

    /** One read. */
    @FunctionalInterface
    private interface Read<T> {
        T run() throws SQLException;
    }

    private <T> T read(Read<T> read) {
        if (closed.get()) {
            throw new IllegalStateException("the snapshot is closed");
        }
        try {
            return read.run();
        } catch (SQLException e) {
            throw files.failure(e);
        }
    }

    Database reader() {
        return reader;
    }

    Layout layout() {
        return layout;
    }

    @Override
    public long seq() {
        return seq;
    }

    @Override
    public Optional<Row> get(Entity entity, String id) {
        return read(() -> reads.get(entity, id));
    }

    @Override
    public List<Row> query(Query query) {
        return read(() -> reads.query(query));
    }

    @Override
    public long count(Entity entity, Filter filter) {
        return read(() -> reads.count(entity, filter));
    }

    @Override
    public List<AggregateRow> aggregate(AggregateQuery query) {
        return read(() -> reads.aggregate(query));
    }

    @Override
    public OptionalLong lastChange(Entity entity, String id) {
        return read(() -> reads.lastChange(entity, id));
    }

    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        return read(() -> reads.exists(entity, filter, outer));
    }

    @Override
    public List<Change> changes(long after, int limit) {
        return read(() -> ChangeLog.read(reader, layout, after, seq, limit));
    }

    @Override
    public Optional<Schema> schema() {
        return layout.schema();
    }

    @Override
    public void operations(long from, long to, BiConsumer<OperationKey, Committed> each) {
        read(() -> {
            Operations.between(reader, from, to, each);
            return null;
        });
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            reader.run("ROLLBACK");
            pool.giveBack(reader);
        } catch (SQLException e) {
            pool.discard(reader);
            throw files.failure(e);
        }
    }
}
