// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.CommitListener;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.api.store.StoreSource;
import io.lynchet.api.store.View;
import io.lynchet.store.sql.Catalog;
import io.lynchet.store.sql.ChangeLog;
import io.lynchet.store.sql.Database;
import io.lynchet.store.sql.LatestView;
import io.lynchet.store.sql.Layout;
import io.lynchet.store.sql.Listeners;
import io.lynchet.store.sql.Migration;
import io.lynchet.store.sql.ReaderPool;
import io.lynchet.store.sql.SqlSnapshot;
import io.lynchet.store.sql.StoreCopy;
import io.lynchet.store.sql.StoreLoad;
import io.lynchet.store.sql.StoreReplay;
import io.lynchet.store.sql.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * A store in one SQLite file: one writer with group commit, and a pool of readers. Works without OSGi, too: {@link #open}, and {@link #close} when
 * done.
 */
public final class SqliteStore implements OwnedStore {
    static final String NAME = "sqlite";

    private static final long READER_PATIENCE_MILLIS = 5_000;
    private static final int CHANGES_AT_ONCE = 1_000;
    private static final Set<StoreCapability> CAPABILITIES =
            Collections.unmodifiableSet(EnumSet.allOf(StoreCapability.class));

    private final StoreFiles files;
    private final FolderLock lock;
    private final WriterState state;
    private final Writer writer;
    private final Listeners listeners = new Listeners();
    private final Upkeep upkeep;
    private final ReaderPool readers;
    private final ReaderPool snapshots;
    private final LatestView latest;
    private volatile Identity identity;

    /** What changes with a load and when the log is pruned only. */
    private record Identity(String storeId, long epoch, long oldestSeq) {
        static Identity read(Database database) throws SQLException {
            return new Identity(
                    Catalog.text(database, "store_id"),
                    Catalog.number(database, "epoch", 1),
                    ChangeLog.oldest(database));
        }
    }

    private SqliteStore(StoreSettings settings, FolderLock lock) throws IOException, SQLException {
        this.files = new StoreFiles(settings.file());
        this.lock = lock;
        DataFile.prepare(files);
        this.state = new WriterState(files, settings);
        this.identity = Identity.read(state.connection());
        this.upkeep = new Upkeep(settings);
        this.readers =
                new ReaderPool(settings::openReader, files::failure, settings.readersMax(), READER_PATIENCE_MILLIS);
        this.snapshots =
                new ReaderPool(settings::openReader, files::failure, settings.readersMax(), READER_PATIENCE_MILLIS);
        this.latest = new LatestView(readers, state::layout, files::failure);
        this.writer = new Writer(
                "lynchet-store-sqlite",
                new SqliteWork(state, upkeep),
                settings.queueMax(),
                settings.batchMax(),
                listeners);
    }

    /**
     * Opens the file, or makes it.
     *
     * @throws LynchetException {@code CONFLICT} when another store has it open, {@code STORE_DAMAGED} when it is not a whole file of this format
     *     (nothing of it has been changed then), {@code STORE_FULL}, {@code STORE_FAILED}
     */
    public static SqliteStore open(StoreSettings settings) {
        Path file = settings.file().toAbsolutePath();
        FolderLock lock = null;
        try {
            Files.createDirectories(file.getParent());
            lock = FolderLock.take(new StoreFiles(file).lock());
            SqliteStore store = new SqliteStore(settings, lock);
            store.writer.start();
            return store;
        } catch (IOException e) {
            release(lock, e);
            throw new LynchetException(
                    ErrorCode.STORE_FAILED, "the data file " + file.getFileName() + " can't be opened", e);
        } catch (SQLException e) {
            release(lock, e);
            throw new StoreFiles(file).failure(e);
        } catch (RuntimeException e) {
            release(lock, e);
            throw e;
        }
    }

    private static void release(FolderLock lock, Exception cause) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public StoreInfo info() {
        Identity known = identity;
        Map<String, String> details = new LinkedHashMap<>();
        details.put("file", files.database().toString());
        details.put("bytes", String.valueOf(files.databaseBytes()));
        details.put("wal bytes", String.valueOf(files.walBytes()));
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
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        writer.exclusively(database -> {
            long before = state.head();
            database.begin();
            Layout layout = new Migration(database, schema, plan, state.instant(now)).run(state.layout());
            database.commit();
            state.layout(layout);
            state.head(ChangeLog.head(database));
            tellAfter(database, layout, before);
            return layout;
        });
    }

    // A backfill may touch millions of rows; they are read from the log again, a page at a time.
    private void tellAfter(Database database, Layout layout, long before) throws SQLException {
        for (long after = before; after < state.head(); ) {
            List<Change> page = ChangeLog.read(database, layout, after, state.head(), CHANGES_AT_ONCE);
            listeners.tell(page);
            after = page.get(page.size() - 1).seq();
        }
    }

    @Override
    public View latest() {
        return latest;
    }

    @Override
    public Snapshot snapshot() {
        return SqlSnapshot.open(snapshots, state::layout, files::failure);
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
            if (end <= oldest) {
                return oldest;
            }
            database.begin();
            ChangeLog.forgetBefore(database, end);
            database.commit();
            identity = Identity.read(database);
            return end;
        });
    }

    @Override
    public void copyTo(StoreSink sink) {
        try (SqlSnapshot snapshot = SqlSnapshot.open(snapshots, state::layout, files::failure)) {
            StoreCopy.run(snapshot, info(), sink);
        } catch (SQLException e) {
            throw files.failure(e);
        }
    }

    @Override
    public void load(StoreSource source) {
        writer.exclusively(database -> {
            Layout layout = StoreLoad.run(database, files::failure, state.layout(), source);
            state.layout(layout);
            state.head(ChangeLog.head(database));
            identity = Identity.read(database);
            return layout;
        });
    }

    @Override
    public void replay(List<Change> changes, Map<OperationKey, Committed> operations) {
        writer.exclusively(database -> {
            StoreReplay.Result taken = StoreReplay.run(
                    database, state.layout(), new DirectReplay(database), state.head(), changes, operations);
            state.layout(taken.layout());
            state.head(ChangeLog.head(database));
            if (!taken.changes().isEmpty()) {
                listeners.tell(taken.changes());
            }
            return taken;
        });
    }

    @Override
    public void beginEpoch(long epoch, long head) {
        writer.exclusively(database -> {
            if (epoch <= identity.epoch() || head < state.head()) {
                throw new IllegalArgumentException("epoch " + epoch + ", head " + head + " after " + info());
            }
            database.begin();
            if (head > state.head()) {
                ChangeLog.forgetBefore(database, head + 1);
                Catalog.set(database, "head_seq", head);
            }
            Catalog.set(database, "epoch", epoch);
            database.commit();
            state.head(head);
            identity = Identity.read(database);
            return head;
        });
    }

    @Override
    public List<String> damages() {
        Database reader = readers.take();
        try {
            List<String> found = reader.texts("PRAGMA integrity_check(20)");
            readers.giveBack(reader);
            return found.equals(List.of("ok")) ? List.of() : found;
        } catch (SQLException e) {
            readers.discard(reader);
            throw files.failure(e);
        }
    }

    ReaderPool readers() {
        return readers;
    }

    ReaderPool snapshots() {
        return snapshots;
    }

    WriterState state() {
        return state;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /** Whether the writer is there. */
    boolean writes() {
        return writer.isAlive();
    }

    int waiting() {
        return writer.waiting();
    }

    /** Finishes the commits that were accepted, moves SQLite's log into the file, and lets go of it. */
    @Override
    public void close() {
        writer.close();
        readers.close();
        snapshots.close();
        try {
            state.close();
        } catch (SQLException e) {
            throw files.failure(e);
        } finally {
            unlock();
        }
    }

    private void unlock() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_FAILED, "the lock of the data could not be released", e);
        }
    }
}
