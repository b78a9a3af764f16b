// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.row.Change;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.store.sql.database.Database;
import io.lynchet.testkit.Sample;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of earlier versions go on. */
class OldFileTest {
    @TempDir
    Path folder;

    private final Sample app = new Sample();

    @Test
    void logThatKnowsNoCommits_goesOn_eachOldEntryOnItsOwn() throws SQLException {
        Path file = folder.resolve("lynchet.db");
        try (SqliteStore store = Stores.open(file, app)) {
            Stores.insert(store, app.user("u1"), app.user("u2"));
        }
        try (Database old = SqliteDatabase.openToWrite(file)) {
            old.execute("ALTER TABLE lynchet_changes DROP COLUMN rest");
        }
        try (SqliteStore store = Stores.open(file)) {
            store.install(app.schema(), new MigrationPlan(List.of(), Set.of()));
            Stores.insert(store, app.user("u3"), app.user("u4"));
            assertThat(Stores.log(store)).extracting(Change::commitSeq).containsExactly(1L, 2L, 4L, 4L);
        }
    }
}
