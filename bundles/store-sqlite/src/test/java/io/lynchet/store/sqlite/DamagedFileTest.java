// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.database.Database;
import io.lynchet.testkit.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not ours or not whole is refused by name, and not touched. */
class DamagedFileTest {
    @TempDir
    Path folder;

    private final Sample app = new Sample();

    private Path file() {
        return folder.resolve("lynchet.db");
    }

    private LynchetException refusal() throws IOException {
        byte[] before = Files.readAllBytes(file());
        LynchetException refusal = catchThrowableOfType(LynchetException.class, () -> Stores.open(file()));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_DAMAGED);
        assertThat(refusal).hasMessageContaining("lynchet.db");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        return refusal;
    }

    private void fill() {
        try (SqliteStore store = Stores.open(file(), app)) {
            for (int i = 0; i < 200; i++) {
                Stores.insert(store, app.todo("t" + i, "notes", "x".repeat(200)));
            }
        }
    }

    @Test
    void open_ofAnotherKindOfFile_isRefused() throws IOException {
        Files.writeString(file(), "not a database at all\n".repeat(100));
        assertThat(refusal()).hasMessageContaining("not a SQLite database");
    }

    @Test
    void open_ofAnEmptyFile_isRefused() throws IOException {
        Files.createFile(file());
        refusal();
    }

    @Test
    void open_ofAForeignDatabase_isRefused() throws IOException, SQLException {
        try (Database foreign = SqliteDatabase.openToWrite(file())) {
            foreign.execute("CREATE TABLE theirs (a)");
        }
        assertThat(refusal()).hasMessageContaining("not a file of Lynchet");
    }

    @Test
    void open_ofAnotherFormat_isRefused() throws IOException, SQLException {
        fill();
        try (Database later = SqliteDatabase.openToWrite(file())) {
            later.execute("PRAGMA user_version = 99");
        }
        assertThat(refusal()).hasMessageContaining("99");
    }

    @Test
    void open_ofACutFile_isRefused() throws IOException {
        fill();
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
        refusal();
    }

    @Test
    void open_ofAFileWithAnOverwrittenPage_isRefused() throws IOException {
        fill();
        byte[] bytes = Files.readAllBytes(file());
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        // Page 2 is the root of the store's own first table.
        System.arraycopy(noise, 0, bytes, 4096, noise.length);
        Files.write(file(), bytes);
        refusal();
    }

    @Test
    void open_withALogButNoFile_isRefused() throws IOException {
        Files.write(new StoreFiles(file()).wal(), new byte[100]);
        LynchetException refusal = catchThrowableOfType(LynchetException.class, () -> Stores.open(file()));
        assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_DAMAGED);
        assertThat(file()).doesNotExist();
    }

    @Test
    void open_ofADamagedFile_leavesItsLogAlone() throws IOException {
        Path crashed;
        try (SqliteStore store = Stores.open(file(), app)) {
            Stores.insert(store, app.todo("t1"));
            crashed = Stores.crashedCopy(file(), folder.resolve("crashed"));
        }
        Path wal = new StoreFiles(crashed).wal();
        byte[] log = Files.readAllBytes(wal);
        assertThat(log).isNotEmpty();
        byte[] bytes = Files.readAllBytes(crashed);
        bytes[0] = 'x';
        Files.write(crashed, bytes);
        LynchetException refusal = catchThrowableOfType(LynchetException.class, () -> Stores.open(crashed));
        assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_DAMAGED);
        assertThat(Files.readAllBytes(wal)).isEqualTo(log);
    }

    @Test
    void open_afterACrashWhileTheFileWasMade_beginsAgain() throws IOException {
        Files.writeString(folder.resolve("lynchet.db.new"), "half");
        try (SqliteStore store = Stores.open(file(), app)) {
            assertThat(Stores.insert(store, app.todo("t1")).seq()).isEqualTo(1);
        }
    }

    @Test
    void open_ofAFileThatIsOpen_isRefused() {
        try (SqliteStore store = Stores.open(file(), app)) {
            LynchetException refusal = catchThrowableOfType(LynchetException.class, () -> Stores.open(file()));
            assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refusal).hasMessageContaining("lynchet.db.lock");
            Stores.insert(store, app.todo("t1"));
        }
        Stores.open(file()).close();
    }
}
