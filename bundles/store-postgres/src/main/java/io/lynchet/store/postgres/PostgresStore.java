// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.CommitListener;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.api.store.StoreSource;
import io.lynchet.api.store.View;
import io.lynchet.store.sql.Catalog;
import io.lynchet.store.sql.ChangeLog;
import io.lynchet.store.sql.LatestView;
import io.lynchet.store.sql.Layout;
import io.lynchet.store.sql.Listeners;
import io.lynchet.store.sql.ReaderPool;
import io.lynchet.store.sql.SqlSnapshot;
import io.lynchet.store.sql.StoreCopy;
import io.lynchet.store.sql.StoreLoad;
import io.lynchet.store.sql.StoreReplay;
import io.lynchet.store.sql.Writer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A store in a schema of a PostgreSQL database: one writer with group commit, and a pool of readers. Works without OSGi, too: {@link #open}, and
 * {@link #close} when done.
 */
public final class PostgresStore implements Store, AutoCloseable {
    static final String NAME = "postgres";

    private static final long READER_PATIENCE_MILLIS = 5_000;
    private static final int CHANGES_AT_ONCE = 1_000;
    private static final Set<StoreCapability> CAPABILITIES =
            Collections.unmodifiableSet(EnumSet.allOf(StoreCapability.class));

    private final PostgresSettings settings;
    private final PostgresState state;
    private final Writer writer;
    private final Listeners listeners = new Listeners();
    private final ReaderPool readers;
    private final ReaderPool snapshots;
    private final LatestView latest;

    private PostgresStore(Connections connections) throws SQLException {
        this.settings = connections.settings();
        this.state = new PostgresState(connections);
        this.readers = pool(connections, PostgresDatabase.Use.READ);
        this.snapshots = pool(connections, PostgresDatabase.Use.SNAPSHOT);
        this.latest = new LatestView(readers, state::layout, PostgresFailures.INSTANCE);
        PostgresWork work = new PostgresWork(state, settings.operationsKeptDays());
        this.writer = new Writer("lynchet-store-postgres", work, settings.queueMax(), settings.batchMax(), listeners);
    }

    private static ReaderPool pool(Connections connections, PostgresDatabase.Use use) {
        return new ReaderPool(
                () -> connections.open(use),
                PostgresFailures.INSTANCE,
                connections.settings().readersMax(),
                READER_PATIENCE_MILLIS);
    }

    /**
     * Connects, and makes the schema if it is not there.
     *
     * @throws LynchetException {@code UNAVAILABLE} when the server can't be reached, {@code CONFIGURATION_INVALID} when it refuses, or is not fit,
     *     {@code CONFLICT} when another process has the schema, {@code STORE_DAMAGED} when it is not ours
     */
    public static PostgresStore open(PostgresSettings settings) {
        Connections connections = new Connections(settings);
        try {
            PostgresStore store = new PostgresStore(connections);
            store.writer.start();
            return store;
        } catch (SQLException e) {
            throw connections.refused(e);
        }
    }

    @Override
    public StoreInfo info() {
        PostgresState.Identity known = state.identity();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("database", settings.url().toString());
        details.put("schema", settings.schema());
        details.put("connected", String.valueOf(state.isConnected()));
        details.put("queue", String.valueOf(writer.waiting()));
        details.put("readers in use", String.valueOf(readers.inUse()));
        details.put("snapshots open", String.valueOf(snapshots.inUse()));
        return new StoreInfo(
                NAME,
                known.storeId(),
                known.epoch(),
                state.head(),
                known.oldestSeq(),
                CAPABILITIES,
                Collections.unmodifiableMap(details));
    }

    @Override
    public Optional<Schema> installed() {
        return state.layout().schema();
    }

    @Override
    public void install(Schema schema, MigrationPlan plan) {
        new Installation(writer, state, schema, plan).run(this::tellAfter);
    }

    // A backfill may touch millions of rows; they are read from the log again, a page at a time.
    private void tellAfter(PostgresDatabase database, Layout layout, long before) throws SQLException {
        for (long after = before; after < state.head(); ) {
            List<Change> page = ChangeLog.read(database, layout, after, state.head(), CHANGES_AT_ONCE);
            listeners.tell(page);
            after = page.get(page.size() - 1).seq();
        }
        database.commit();
    }

    @Override
    public View latest() {
        return latest;
    }

    @Override
    public Snapshot snapshot() {
        return SqlSnapshot.open(snapshots, state::layout, PostgresFailures.INSTANCE);
    }

    @Override
    public CompletionStage<Committed> commit(Commit commit) {
        return writer.commit(commit);
    }

    @Override
    public Listening listen(CommitListener listener) {
        return listeners.add(listener);
    }

    @Override
    public long pruneLog(long before, int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("atMost " + atMost);
        }
        return writer.exclusively(database -> {
            long oldest = ChangeLog.oldest(database);
            long end = Math.min(Math.min(before, state.head()), oldest + atMost);
            if (end > oldest) {
                ChangeLog.forgetBefore(database, end);
            }
            database.commit();
            state.identity(identity(database));
            return Math.max(oldest, end);
        });
    }

    private static PostgresState.Identity identity(io.lynchet.store.sql.Database database) throws SQLException {
        PostgresState.Identity read = PostgresState.Identity.read((PostgresDatabase) database);
        database.commit();
        return read;
    }

    @Override
    public void copyTo(StoreSink sink) {
        try (SqlSnapshot snapshot = SqlSnapshot.open(snapshots, state::layout, PostgresFailures.INSTANCE)) {
            StoreCopy.run(snapshot, info(), sink);
        } catch (SQLException e) {
            throw PostgresFailures.INSTANCE.of(e);
        }
    }

    @Override
    public void load(StoreSource source) {
        writer.exclusively(database -> {
            Layout layout = StoreLoad.run(database, PostgresFailures.INSTANCE, state.layout(), source);
            state.layout(layout);
            state.head(ChangeLog.head(database));
            state.identity(identity(database));
            return layout;
        });
    }

    @Override
    public void replay(List<Change> changes, Map<OperationKey, Committed> operations) {
        writer.exclusively(database -> {
            BatchedReplay target = new BatchedReplay((PostgresDatabase) database, state.layout());
            StoreReplay.Result taken =
                    StoreReplay.run(database, state.layout(), target, state.head(), changes, operations);
            state.layout(taken.layout());
            if (!taken.changes().isEmpty()) {
                state.head(taken.changes().get(taken.changes().size() - 1).seq());
                listeners.tell(taken.changes());
            }
            return taken;
        });
    }

    @Override
    public void beginEpoch(long epoch, long head) {
        writer.exclusively(database -> {
            if (epoch <= state.identity().epoch() || head < state.head()) {
                throw new IllegalArgumentException("epoch " + epoch + ", head " + head + " after " + info());
            }
            if (head > state.head()) {
                ChangeLog.forgetBefore(database, head + 1);
                Catalog.set(database, "head_seq", head);
            }
            Catalog.set(database, "epoch", epoch);
            database.commit();
            state.head(head);
            state.identity(identity(database));
            return head;
        });
    }

    PostgresState state() {
        return state;
    }

    ReaderPool readers() {
        return readers;
    }

    ReaderPool snapshots() {
        return snapshots;
    }

    int waiting() {
        return writer.waiting();
    }

    /** Whether an app serves from it. */
    boolean isServing() {
        return listeners.isAnybodyThere();
    }

    /** Whether the writer is there. */
    boolean writes() {
        return writer.isAlive();
    }

    /** Finishes the commits that were accepted, as far as the database is there, and lets go of it. */
    @Override
    public void close() {
        state.closing();
        writer.close();
        readers.close();
        snapshots.close();
        state.lose();
    }

    /** An instant as it is stored. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
