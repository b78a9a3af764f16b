// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.CommitListener;
import io.lynchet.api.store.Deadline;
import io.lynchet.api.store.ReadView;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.api.store.StoreSource;
import io.lynchet.store.sql.copy.ReplayTarget;
import io.lynchet.store.sql.copy.StoreCopy;
import io.lynchet.store.sql.copy.StoreLoad;
import io.lynchet.store.sql.copy.StoreReplay;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.SqlFailures;
import io.lynchet.store.sql.read.LatestReads;
import io.lynchet.store.sql.read.ReaderPool;
import io.lynchet.store.sql.read.SqlSnapshot;
import io.lynchet.store.sql.schema.SchemaInstall;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.write.CommitListeners;
import io.lynchet.store.sql.write.StoreWriter;
import io.lynchet.store.sql.write.WriterMetrics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A store that keeps rows in tables of a SQL database. It has one writer with group commit and two pools of
 * connections: for single reads and for snapshots.
 */
public abstract class SqlStore implements Store, AutoCloseable {
    /** The time after which a commit that holds up all others counts as hanging. */
    public static final Duration STANDSTILL = Duration.ofSeconds(10);

    /** The message of health for a hanging write. */
    public static final String STANDS_STILL = "A write hangs for more than " + STANDSTILL.toSeconds()
            + " seconds, and all others wait for it: a policy function, a listener or the disk blocks. Or the log blocks,"
            + " and all threads of callers with it. A thread dump (jstack) shows where. Restart the process if it does"
            + " not continue.";

    private static final long READER_PATIENCE_MILLIS = 5_000;
    private static final int CHANGES_AT_ONCE = 1_000;
    private static final Set<StoreCapability> CAPABILITIES =
            Collections.unmodifiableSet(EnumSet.allOf(StoreCapability.class));

    private final String name;
    private final StoreState state;
    private final SqlFailures failures;
    private final StoreWriter writer;
    private final CommitListeners listeners = new CommitListeners();
    private final ReaderPool readers;
    private final ReaderPool snapshots;
    private final LatestReads latest;

    /**
     * The bounds of a store.
     *
     * @param queueMax the number of commits that may wait
     * @param batchMax the number of commits in one transaction
     * @param readersMax the number of connections for single reads, and as many again for snapshots
     */
    public record Limits(int queueMax, int batchMax, int readersMax) {}

    /**
     * The parts that differ between providers.
     *
     * @param name the short name of the provider
     * @param failures the meaning of the database's exceptions
     * @param reader opens a connection for single reads
     * @param snapshot opens a connection for snapshots
     */
    public record Provider(String name, SqlFailures failures, ReaderPool.Opening reader, ReaderPool.Opening snapshot) {}

    /** Creates a store that runs nothing before {@link #start}. */
    protected SqlStore(Provider provider, StoreState state, StoreWriter.Work work, Limits limits) {
        this.name = provider.name();
        this.state = state;
        this.failures = provider.failures();
        this.readers = new ReaderPool(provider.reader(), failures, limits.readersMax(), READER_PATIENCE_MILLIS);
        this.snapshots = new ReaderPool(provider.snapshot(), failures, limits.readersMax(), READER_PATIENCE_MILLIS);
        this.latest = new LatestReads(readers, state::layout, failures);
        this.writer = new StoreWriter("lynchet-store-" + name, work, limits.queueMax(), limits.batchMax(), listeners);
    }

    protected final void start() {
        writer.start();
    }

    /** Adds figures about the location and state of the database, for operators. */
    protected abstract void describe(Map<String, String> details);

    /** Begins the transaction of an install. */
    protected void beginInstall(Database database) throws SQLException {
        database.begin();
    }

    /** Returns the target that a replay writes to. */
    protected abstract ReplayTarget replayTarget(Database database, Layout layout);

    @Override
    public final StoreInfo info() {
        StoreState.Identity known = state.identity();
        Map<String, String> details = new LinkedHashMap<>();
        describe(details);
        details.put("queue", String.valueOf(writer.waiting()));
        details.put("readers in use", String.valueOf(readers.inUse()));
        details.put("snapshots open", String.valueOf(snapshots.inUse()));
        return new StoreInfo(
                name,
                known.storeId(),
                known.epoch(),
                state.head(),
                known.oldestSeq(),
                CAPABILITIES,
                Collections.unmodifiableMap(details));
    }

    @Override
    public final Optional<Schema> installed() {
        return state.layout().schema();
    }

    @Override
    public void install(Schema schema, MigrationPlan plan) {
        writer.exclusively(database -> {
            long before = state.head();
            beginInstall(database);
            Layout layout = new SchemaInstall(database, schema, plan, state.now()).run(state.layout());
            long head = ChangeLog.head(database);
            database.commit();
            state.layout(layout);
            state.head(head);
            tellAfter(database, layout, before);
            return layout;
        });
    }

    // A backfill may touch millions of rows; they are read from the log again, a page at a time.
    private void tellAfter(Database database, Layout layout, long before) throws SQLException {
        for (long after = before; after < state.head(); ) {
            database.beginSnapshot();
            List<Change> page = ChangeLog.read(database, layout, after, state.head(), CHANGES_AT_ONCE);
            database.commit();
            listeners.tell(page);
            after = page.get(page.size() - 1).seq();
        }
    }

    @Override
    public final ReadView latest(Deadline deadline) {
        return latest.until(deadline);
    }

    @Override
    public final Snapshot snapshot(Deadline deadline) {
        return openSnapshot(deadline);
    }

    private SqlSnapshot openSnapshot(Deadline deadline) {
        return SqlSnapshot.open(snapshots, state::layout, failures, deadline);
    }

    @Override
    public final CompletionStage<WriteResult> commit(Commit commit) {
        return writer.commit(commit);
    }

    @Override
    public final Listening listen(CommitListener listener) {
        return listeners.add(listener);
    }

    @Override
    public final long pruneLog(long before, int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("atMost " + atMost);
        }
        return writer.exclusively(database -> {
            database.begin();
            long end = ChangeLog.cut(database, Math.min(before, state.head()), atMost);
            if (end > ChangeLog.oldest(database)) {
                ChangeLog.forgetBefore(database, end);
            }
            commitIdentity(database);
            return end;
        });
    }

    private void commitIdentity(Database database) throws SQLException {
        StoreState.Identity next = StoreState.Identity.read(database);
        database.commit();
        state.identity(next);
    }

    @Override
    public final void copyTo(StoreSink sink) {
        try (SqlSnapshot snapshot = openSnapshot(Deadline.NONE)) {
            StoreCopy.run(snapshot, info(), sink);
        } catch (SQLException e) {
            throw failures.of(e);
        }
    }

    @Override
    public final void load(StoreSource source) {
        writer.exclusively(database -> {
            Layout layout = StoreLoad.run(database, failures, state.layout(), source);
            state.layout(layout);
            database.beginSnapshot();
            state.head(ChangeLog.head(database));
            commitIdentity(database);
            return layout;
        });
    }

    @Override
    public final void replay(List<Change> changes, Map<OperationKey, WriteResult> operations) {
        writer.exclusively(database -> {
            ReplayTarget target = replayTarget(database, state.layout());
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
    public final void beginEpoch(long epoch, long head) {
        writer.exclusively(database -> {
            if (epoch <= state.identity().epoch() || head < state.head()) {
                throw new IllegalArgumentException("epoch " + epoch + ", head " + head + " after " + info());
            }
            database.begin();
            if (head > state.head()) {
                ChangeLog.forgetBefore(database, head + 1);
                Catalog.set(database, "head_seq", head);
            }
            Catalog.set(database, "epoch", epoch);
            commitIdentity(database);
            state.head(head);
            return head;
        });
    }

    protected final ReaderPool readers() {
        return readers;
    }

    /** Returns the metrics of the writer and of the readers. */
    public final MetricSource metrics() {
        return new WriterMetrics(state.figures(), writer::waiting, readers::inUse, snapshots::inUse, state::head);
    }

    /** Returns whether a listener is registered, as an app that serves from this store does. */
    public final boolean isServing() {
        return listeners.isAnybodyThere();
    }

    /** Returns whether the writer thread is alive. */
    public final boolean writes() {
        return writer.isAlive();
    }

    /** Returns whether one group of commits, or telling of one, has taken longer than the limit. */
    public final boolean standsFor(Duration limit) {
        return writer.standingNanos() > limit.toNanos();
    }

    /**
     * Finishes the accepted commits, then ends the writer and the readers. The owner closes the writer's connection
     * afterwards.
     */
    protected final void end() {
        writer.close();
        readers.close();
        snapshots.close();
    }

    @Override
    public abstract void close();
}
