// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The settings of the store, named as in the configuration.
 *
 * @param file the database
 * @param synchronous {@code FULL}: a commit is on disk before it is reported as done; {@code NORMAL}: a crash of the
 *     machine (not of the process) may lose the last commits
 * @param queueMax the number of commits that may wait
 * @param batchMax the number of commits in one transaction
 * @param readersMax the number of connections for single reads, and as many again for snapshots
 * @param cacheKib the page cache of the writer; each reader has a quarter
 * @param mmapMib the part of the file that is read through the address space
 * @param walMib the size of SQLite's log at which its content is moved into the file
 * @param operationsKeptDays how long results of operation keys are remembered
 */
public record StoreSettings(
        Path file,
        String synchronous,
        int queueMax,
        int batchMax,
        int readersMax,
        int cacheKib,
        int mmapMib,
        int walMib,
        int operationsKeptDays) {
    private static final int READER_SHARE = 4;

    /** SQLite allows 511 bytes, including the names of its own files beside the database. */
    private static final int PATH_BYTES_MAX = 495;

    /** Checks every value; the error names the key. */
    public StoreSettings {
        int pathBytes = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length;
        if (pathBytes > PATH_BYTES_MAX) {
            throw invalid("the path of the database is too long for SQLite, " + pathBytes + " bytes; at most "
                    + PATH_BYTES_MAX + ". Choose a shorter data directory with --data");
        }
        if (!synchronous.equals("FULL") && !synchronous.equals("NORMAL")) {
            throw invalid("synchronous must be FULL or NORMAL, not " + synchronous);
        }
        within("queueMax", queueMax, 1, 1_000_000);
        within("batchMax", batchMax, 1, 10_000);
        within("readersMax", readersMax, 1, 1_000);
        within("cacheKib", cacheKib, 256, 16_777_216);
        within("mmapMib", mmapMib, 0, 1_048_576);
        within("walMib", walMib, 1, 65_536);
        within("operationsKeptDays", operationsKeptDays, 1, 3_650);
    }

    /** The name of the database in a data directory. */
    static final String FILE = "lynchet.db";

    /** Returns the defaults, for a file. */
    public static StoreSettings of(Path file) {
        return new StoreSettings(file, "FULL", 10_000, 1_000, 16, 16_384, 256, 64, 7);
    }

    /** Returns the same settings with another queue length. */
    public StoreSettings withQueueMax(int commits) {
        return new StoreSettings(
                file, synchronous, commits, batchMax, readersMax, cacheKib, mmapMib, walMib, operationsKeptDays);
    }

    private static void within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw invalid(key + " must be " + min + " to " + max + ", not " + value);
        }
    }

    private static LynchetException invalid(String message) {
        return new LynchetException(ErrorCode.CONFIGURATION_INVALID, "io.lynchet.store.sqlite: " + message);
    }

    SqliteDatabase openWriter(Path database) throws SQLException {
        SqliteDatabase opened = SqliteDatabase.openToWrite(database);
        try {
            opened.text("PRAGMA journal_mode = WAL");
            opened.execute("PRAGMA synchronous = " + synchronous);
            opened.execute("PRAGMA cache_size = -" + cacheKib);
            // The writer's upkeep decides when to move the log into the file.
            opened.text("PRAGMA wal_autocheckpoint = 0");
            opened.text("PRAGMA journal_size_limit = " + walMib * 4L * 1024 * 1024);
            return common(opened);
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    SqliteDatabase openReader() throws SQLException {
        SqliteDatabase opened = SqliteDatabase.openToWrite(file);
        try {
            opened.execute("PRAGMA query_only = ON");
            opened.execute("PRAGMA cache_size = -" + cacheKib / READER_SHARE);
            return common(opened);
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private SqliteDatabase common(SqliteDatabase opened) throws SQLException {
        opened.text("PRAGMA mmap_size = " + mmapMib * 1024L * 1024L);
        opened.execute("PRAGMA temp_store = MEMORY");
        opened.execute("PRAGMA cell_size_check = ON");
        return opened;
    }
}
