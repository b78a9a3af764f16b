// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.read;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Deadline;
import io.lynchet.api.store.ReadView;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.SqlFailures;
import io.lynchet.store.sql.table.Layout;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A view of the newest state; each read is one statement on any reader of the pool. */
public final class LatestReads implements ReadView {
    private final ReaderPool pool;
    private final Supplier<Layout> layouts;
    private final SqlFailures failures;
    private final Deadline deadline;

    public LatestReads(ReaderPool pool, Supplier<Layout> layouts, SqlFailures failures) {
        this(pool, layouts, failures, Deadline.NONE);
    }

    private LatestReads(ReaderPool pool, Supplier<Layout> layouts, SqlFailures failures, Deadline deadline) {
        this.pool = pool;
        this.layouts = layouts;
        this.failures = failures;
        this.deadline = deadline;
    }

    /** Returns the same view with a deadline for its reads. */
    public LatestReads until(Deadline end) {
        return end == Deadline.NONE ? this : new LatestReads(pool, layouts, failures, end);
    }

    /** One read. */
    @FunctionalInterface
    private interface Read<T> {
        T on(SqlReads reads) throws SQLException;
    }

    private <T> T read(Read<T> read) {
        return read(read, true);
    }

    private <T> T read(Read<T> read, boolean again) {
        Layout layout = layouts.get();
        Database reader = pool.take(deadline);
        boolean usable = false;
        try {
            T result = read.on(new SqlReads(reader, layout, failures));
            usable = true;
            return result;
        } catch (SQLException e) {
            if (failures.isInterruption(e)) {
                usable = true;
                deadline.check();
            }
            if (again && failures.isLost(e)) {
                // The other idle connections are as old as this one.
                pool.closeIdle();
                return read(read, false);
            }
            // An install in between has removed a column or a table.
            throw layouts.get() == layout ? failures.of(e) : new SchemaChangedException();
        } catch (RuntimeException e) {
            usable = true;
            throw e;
        } finally {
            if (usable) {
                pool.giveBack(reader);
            } else {
                pool.discard(reader);
            }
        }
    }

    @Override
    public Optional<Row> get(Entity entity, String id) {
        return read(reads -> reads.get(entity, id));
    }

    @Override
    public Optional<Versioned> versioned(Entity entity, String id) {
        return read(reads -> reads.versioned(entity, id));
    }

    @Override
    public List<Row> query(Query query) {
        return read(reads -> reads.query(query));
    }

    @Override
    public long count(Entity entity, Filter filter) {
        return read(reads -> reads.count(entity, filter));
    }

    @Override
    public List<AggregateRow> aggregate(AggregateQuery query) {
        return read(reads -> reads.aggregateAlone(query));
    }

    @Override
    public OptionalLong lastChange(Entity entity, String id) {
        return read(reads -> reads.lastChange(entity, id));
    }

    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        return read(reads -> reads.exists(entity, filter, outer));
    }
}
