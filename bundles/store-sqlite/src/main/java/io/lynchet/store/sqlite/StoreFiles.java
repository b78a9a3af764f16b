// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.database.SqlFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The names and sizes of the store's files.
 *
 * @param database the main file; SQLite puts its log ({@code -wal}) and its index of the log ({@code -shm}) beside it
 */
record StoreFiles(Path database) implements SqlFailures {
    /** With less free space than this a failed write counts as a full disk, whatever the system called it. */
    private static final long ROOM_BYTES_MIN = 1 << 20;

    Path wal() {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    Path shared() {
        return database.resolveSibling(database.getFileName() + "-shm");
    }

    Path lock() {
        return database.resolveSibling(database.getFileName() + ".lock");
    }

    long walBytes() {
        return bytes(wal());
    }

    long databaseBytes() {
        return bytes(database);
    }

    // Returns the size, or 0 when the file is missing: it may come and go at any time. The file is never opened:
    // closing any descriptor of the database in this process would drop SQLite's locks on it.
    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns the free bytes on the disk, or -1 when the system does not tell. */
    long freeBytes() {
        try {
            return Files.getFileStore(database.toAbsolutePath().getParent()).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public LynchetException of(SQLException cause) {
        LynchetException failure = SqlFailure.of(cause, database);
        long free = failure.code() == ErrorCode.STORE_FAILED ? freeBytes() : -1;
        return free >= 0 && free < ROOM_BYTES_MIN
                ? new LynchetException(ErrorCode.STORE_FULL, SqlFailure.FULL, cause)
                : failure;
    }

    @Override
    public boolean isInterruption(SQLException failure) {
        return SqlFailure.isInterruption(failure);
    }
}
