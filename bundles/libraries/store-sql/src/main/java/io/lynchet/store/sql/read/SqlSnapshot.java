// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.read;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Deadline;
import io.lynchet.api.store.Snapshot;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.SqlFailures;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.table.OperationTable;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A snapshot that is a read transaction on a reader of its own. */
public final class SqlSnapshot implements Snapshot {
    private final ReaderPool pool;
    private final Database reader;
    private final Layout layout;
    private final SqlFailures failures;
    private final SqlReads reads;
    private final long seq;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqlSnapshot(ReaderPool pool, Database reader, Layout layout, SqlFailures failures, long seq) {
        this.pool = pool;
        this.reader = reader;
        this.layout = layout;
        this.failures = failures;
        this.reads = new SqlReads(reader, layout, failures);
        this.seq = seq;
    }

    /** Takes a reader and begins the transaction. */
    public static SqlSnapshot open(ReaderPool pool, Supplier<Layout> layouts, SqlFailures failures, Deadline deadline) {
        return open(pool, layouts, failures, deadline, true);
    }

    private static SqlSnapshot open(
            ReaderPool pool, Supplier<Layout> layouts, SqlFailures failures, Deadline deadline, boolean again) {
        Database reader = pool.take(deadline);
        try {
            while (true) {
                Layout layout = layouts.get();
                // The transaction sees the state at its first read, which is that of the head.
                reader.beginSnapshot();
                long seq = ChangeLog.head(reader);
                long generation = Catalog.number(reader, "generation", 0);
                if (generation == layout.generation()) {
                    return new SqlSnapshot(pool, reader, layout, failures, seq);
                }
                // An install is being published; its layout follows at once.
                reader.rollbackIfOpen();
                Thread.onSpinWait();
            }
        } catch (SQLException e) {
            pool.discard(reader);
            if (failures.isInterruption(e)) {
                deadline.check();
            }
            if (again && failures.isLost(e)) {
                // The other idle connections are as old as this one.
                pool.closeIdle();
                return open(pool, layouts, failures, deadline, false);
            }
            throw failures.of(e);
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
        Deadline deadline = reader.deadline();
        deadline.check();
        try {
            return read.run();
        } catch (SQLException e) {
            if (failures.isInterruption(e)) {
                deadline.check();
            }
            throw failures.of(e);
        }
    }

    public Database reader() {
        return reader;
    }

    public Layout layout() {
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
    public Optional<Versioned> versioned(Entity entity, String id) {
        return read(() -> reads.versioned(entity, id));
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
    public Optional<Change> change(long at) {
        return at > seq ? Optional.empty() : read(() -> Optional.ofNullable(ChangeLog.find(reader, layout, at)));
    }

    @Override
    public Optional<Schema> schema() {
        return layout.schema();
    }

    @Override
    public void operations(long from, long to, BiConsumer<OperationKey, WriteResult> each) {
        read(() -> {
            OperationTable.between(reader, from, to, each);
            return null;
        });
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (!reader.unwatch()) {
            pool.discard(reader);
            return;
        }
        try {
            reader.rollbackIfOpen();
            pool.giveBack(reader);
        } catch (SQLException e) {
            pool.discard(reader);
            throw failures.of(e);
        }
    }
}
