// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileExchangeTest {
    @TempDir
    private Path folder;

    private final Sample app = new Sample();
    private StoreFiles files;
    private Path incoming;
    private Path kept;
    private String oldId;
    private String newId;

    @BeforeEach
    void make() throws IOException {
        files = new StoreFiles(folder.resolve("lynchet.db"));
        incoming = Files.createDirectories(folder.resolve("incoming")).resolve("lynchet.db");
        kept = folder.resolve("kept");
        oldId = store(files.database());
        newId = store(incoming);
    }

    private String store(Path file) {
        try (SqliteStore store = Stores.open(file)) {
            store.install(app.schema(), Plans.create(app.schema()));
            return store.info().storeId();
        }
    }

    private String idOf(Path file) {
        try (SqliteStore store = Stores.open(file)) {
            return store.info().storeId();
        }
    }

    @Test
    void begun_theNewOneIsOpened_andTheOldOneIsKept() throws IOException {
        FileExchange.begin(files, incoming, kept);
        assertThat(idOf(files.database())).isEqualTo(newId);
        assertThat(idOf(kept.resolve("lynchet.db"))).isEqualTo(oldId);
        assertThat(incoming).doesNotExist();
        assertThat(idOf(files.database())).as("only once").isEqualTo(newId);
    }

    @Test
    void notBegun_theOldOneIsOpened() {
        assertThat(idOf(files.database())).isEqualTo(oldId);
    }

    @Test
    void crashAfterTheOldOneWasMoved_theNewOneIsOpened() throws IOException {
        FileExchange.begin(files, incoming, kept);
        Files.createDirectories(kept);
        Files.move(files.database(), kept.resolve("lynchet.db"));
        assertThat(idOf(files.database())).isEqualTo(newId);
        assertThat(idOf(kept.resolve("lynchet.db"))).isEqualTo(oldId);
    }

    @Test
    void crashAfterTheNewOneWasMoved_theNewOneIsOpened() throws IOException {
        FileExchange.begin(files, incoming, kept);
        Files.createDirectories(kept);
        Files.move(files.database(), kept.resolve("lynchet.db"));
        Files.move(incoming, files.database());
        assertThat(idOf(files.database())).isEqualTo(newId);
        assertThat(idOf(kept.resolve("lynchet.db"))).isEqualTo(oldId);
    }

    @Test
    void logOfSqlite_isKeptWithTheOldOne() throws IOException {
        Files.writeString(files.wal(), "not moved into the file yet");
        Files.writeString(files.shared(), "index");
        FileExchange.begin(files, incoming, kept);
        assertThat(idOf(files.database())).isEqualTo(newId);
        assertThat(kept.resolve("lynchet.db-wal")).hasContent("not moved into the file yet");
        assertThat(kept.resolve("lynchet.db-shm")).exists();
    }

    @Test
    void withoutANewOne_nothingIsBegun() {
        assertThatThrownBy(() -> FileExchange.begin(files, folder.resolve("nothing/lynchet.db"), kept))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED));
        assertThat(idOf(files.database())).isEqualTo(oldId);
    }
}
