// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.store.Deadline;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.store.sql.SqlStore;
import io.lynchet.store.sql.copy.ReplayTarget;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The store in one SQLite file, with one writer, group commit, and pools of readers. It works without OSGi, too:
 * callers {@link #open} and {@link #close} it.
 */
public final class SqliteStore extends SqlStore implements OwnedStore {
    static final String NAME = "sqlite";

    private final StoreFiles files;
    private final FolderLock lock;
    private final WriterState state;
    private final Upkeep upkeep;

    private SqliteStore(StoreSettings settings, FolderLock lock, WriterState state, Upkeep upkeep) {
        super(
                new Provider(NAME, state.files(), settings::openReader, settings::openReader),
                state,
                new SqliteWork(state, upkeep),
                new Limits(settings.queueMax(), settings.batchMax(), settings.readersMax()));
        this.files = state.files();
        this.lock = lock;
        this.state = state;
        this.upkeep = upkeep;
    }

    /**
     * Opens the file, or creates it.
     *
     * @throws LynchetException {@code CONFLICT} when another store has it open, {@code STORE_DAMAGED} when it is not a
     *     whole file of this format (it is unchanged then), {@code STORE_FULL}, {@code STORE_FAILED}
     */
    public static SqliteStore open(StoreSettings settings) {
        Path file = settings.file().toAbsolutePath();
        FolderLock lock = null;
        try {
            Files.createDirectories(file.getParent());
            lock = FolderLock.take(new StoreFiles(file).lock());
            StoreFiles files = new StoreFiles(settings.file());
            DataFile.prepare(files);
            SqliteStore store = new SqliteStore(settings, lock, new WriterState(files, settings), new Upkeep(settings));
            store.start();
            return store;
        } catch (IOException e) {
            release(lock, e);
            throw new LynchetException(
                    ErrorCode.STORE_FAILED, "the data file " + file.getFileName() + " can't be opened", e);
        } catch (SQLException e) {
            release(lock, e);
            throw new StoreFiles(file).of(e);
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
    protected void describe(Map<String, String> details) {
        details.put("file", files.database().toString());
        details.put("bytes", String.valueOf(files.databaseBytes()));
        details.put("wal bytes", String.valueOf(files.walBytes()));
    }

    @Override
    protected ReplayTarget replayTarget(Database database, Layout layout) {
        return new DirectReplay(database);
    }

    @Override
    public List<String> damages() {
        Database reader = readers().take(Deadline.NONE);
        try {
            List<String> found = reader.texts("PRAGMA integrity_check(20)");
            readers().giveBack(reader);
            return found.equals(List.of("ok")) ? List.of() : found;
        } catch (SQLException e) {
            readers().discard(reader);
            throw files.of(e);
        }
    }

    WriterState state() {
        return state;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /** Finishes the accepted commits, moves SQLite's log into the file, and closes and unlocks the file. */
    @Override
    public void close() {
        end();
        try {
            state.close();
        } catch (SQLException e) {
            throw files.of(e);
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
