// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The database file at the start: created if it is missing, checked without a change if it is present.
 *
 * <p>A new file is created under another name, so that a crash leaves either none or a whole one. From then on its
 * header marks it as a file of Lynchet.
 */
final class DataFile {
    /** "LYNC". */
    private static final int APPLICATION_ID = 0x4C594E43;

    /** The tables of a new database. */
    private static final String TABLES = """
            CREATE TABLE lynchet_meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE lynchet_entities (number INTEGER PRIMARY KEY, name TEXT NOT NULL, tab TEXT NOT NULL UNIQUE
                COLLATE NOCASE, dropped INTEGER NOT NULL) STRICT;
            CREATE TABLE lynchet_fields (entity INTEGER NOT NULL, col TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL,
                dropped INTEGER NOT NULL, PRIMARY KEY (entity, col)) STRICT, WITHOUT ROWID;
            CREATE TABLE lynchet_changes (seq INTEGER PRIMARY KEY, entity INTEGER NOT NULL, row_id TEXT NOT NULL,
                kind INTEGER NOT NULL, before TEXT, after TEXT, at INTEGER NOT NULL,
                rest INTEGER NOT NULL DEFAULT 0) STRICT;
            CREATE TABLE lynchet_operations (client TEXT NOT NULL, operation TEXT NOT NULL, at INTEGER NOT NULL,
                answer BLOB NOT NULL, PRIMARY KEY (client, operation)) STRICT, WITHOUT ROWID;
            CREATE INDEX lynchet_operations_at ON lynchet_operations (at);
            """;

    private static final int FORMAT = 1;
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 100;
    private static final int USER_VERSION_AT = 60;
    private static final int APPLICATION_ID_AT = 68;

    /** Up to this size every page is checked before the store opens; larger files would delay the start too much. */
    private static final long FULL_CHECK_BYTES_MAX = 64L << 20;

    private DataFile() {}

    /**
     * Creates the file or checks it. Fails with {@code STORE_DAMAGED} when it is present but of another program, of
     * another format or not whole.
     */
    static void prepare(StoreFiles files) throws IOException, SQLException {
        FileExchange.finish(files);
        Path file = files.database();
        if (!Files.exists(file)) {
            if (Files.exists(files.wal()) && Files.size(files.wal()) > 0) {
                throw SqlFailure.damaged(
                        file, "it is missing, but its log " + files.wal().getFileName() + " exists", null);
            }
            create(file);
        } else {
            for (Path one : List.of(file, files.wal(), files.shared())) {
                OwnerOnly.take(one);
            }
            checkHeader(file);
            checkContent(files);
        }
    }

    private static void create(Path file) throws IOException, SQLException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + "-journal"));
        Files.createFile(unfinished, OwnerOnly.mode(unfinished));
        try (Database database = SqliteDatabase.openToWrite(unfinished)) {
            database.execute("PRAGMA application_id = " + APPLICATION_ID);
            database.execute("PRAGMA user_version = " + FORMAT);
            database.execute("BEGIN");
            database.execute(TABLES);
            database.execute(Catalog.ANSWER_SEQ_INDEX);
            Catalog.set(database, "store_id", UUID.randomUUID().toString());
            Catalog.set(database, "epoch", 1L);
            Catalog.set(database, "oldest_seq", 1L);
            Catalog.set(database, "head_seq", 0L);
            Catalog.set(database, "generation", 0L);
            database.execute("COMMIT");
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.toAbsolutePath().getParent());
    }

    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void checkHeader(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(HEADER_BYTES);
        }
        if (start.length < HEADER_BYTES || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw SqlFailure.damaged(file, "it is not a SQLite database", null);
        }
        ByteBuffer header = ByteBuffer.wrap(start);
        if (header.getInt(APPLICATION_ID_AT) != APPLICATION_ID) {
            throw SqlFailure.damaged(file, "it is not a file of Lynchet", null);
        }
        int format = header.getInt(USER_VERSION_AT);
        if (format != FORMAT) {
            throw SqlFailure.damaged(file, "its format is " + format + ", this version reads " + FORMAT, null);
        }
    }

    private static void checkContent(StoreFiles files) throws SQLException {
        Path file = files.database();
        try (Database database = SqliteDatabase.openToRead(file)) {
            String check = files.databaseBytes() <= FULL_CHECK_BYTES_MAX
                    ? "PRAGMA quick_check(3)"
                    : "PRAGMA quick_check(lynchet_meta)";
            List<String> found = database.texts(check);
            if (!found.equals(List.of("ok"))) {
                throw SqlFailure.damaged(file, String.join("; ", found), null);
            }
            Layout layout = Catalog.read(database);
            for (EntityTable table : layout.tables()) {
                database.text(table.selectRow(), "");
            }
            ChangeLog.head(database);
        } catch (SQLException e) {
            throw SqlFailure.of(e, file);
        } catch (RuntimeException e) {
            throw e instanceof io.lynchet.api.LynchetException known
                            && known.code() != io.lynchet.api.ErrorCode.INVALID_JSON
                            && known.code() != io.lynchet.api.ErrorCode.INVALID_DATA
                    ? known
                    : SqlFailure.damaged(file, "its schema can't be read", e);
        }
    }
}
