// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.database.JdbcDrivers;
import io.lynchet.store.sql.database.PreparedQuery;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    @Test
    void prepare_keepsStatements_upToALimit() throws SQLException {
        try (SqliteDatabase database = SqliteDatabase.openToWrite(folder.resolve("a.db"))) {
            PreparedQuery first = database.prepare("SELECT 1");
            assertThat(database.prepare("SELECT 1")).isSameAs(first);
            for (int i = 0; i < 1_000; i++) {
                assertThat(database.number(-1, "SELECT " + i)).isEqualTo(i);
            }
            assertThat(database.statementsCached()).isLessThanOrEqualTo(256);
            assertThat(database.number(0, "SELECT 1")).isEqualTo(1);
        }
    }

    @Test
    void bytesAt_tellEmptyTextFromNull() throws SQLException {
        try (SqliteDatabase database = SqliteDatabase.openToWrite(folder.resolve("a.db"))) {
            assertThat(database.text("SELECT ''")).isEmpty();
            assertThat(database.text("SELECT NULL")).isNull();
            assertThat(database.text("SELECT ?1", "a\0b\uD83D\uDE00")).isEqualTo("a\0b\uD83D\uDE00");
        }
    }

    @Test
    void statement_thatFailed_worksAgain() throws SQLException {
        try (SqliteDatabase database = SqliteDatabase.openToWrite(folder.resolve("a.db"))) {
            database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)");
            database.run("INSERT INTO t VALUES (?1)", 1L);
            assertThatThrownBy(() -> database.run("INSERT INTO t VALUES (?1)", 1L))
                    .isInstanceOf(SQLException.class);
            database.run("INSERT INTO t VALUES (?1)", 2L);
            assertThat(database.number(0, "SELECT count(*) FROM t")).isEqualTo(2);
        }
    }

    @Test
    void driverOfTheApplication_staysRegistered() throws SQLException {
        JdbcDrivers.deregister("org.sqlite.JDBC");
        assertThat(Collections.list(DriverManager.getDrivers())).anyMatch(org.sqlite.JDBC.class::isInstance);
        SqliteDatabase.openToWrite(folder.resolve("b.db")).close();
    }

    @Test
    void settings_outOfRange_nameTheKey() {
        StoreSettings good = StoreSettings.of(folder.resolve("c.db"));
        assertThatThrownBy(() -> good.withQueueMax(0))
                .isInstanceOf(LynchetException.class)
                .hasMessageContaining("queueMax")
                .extracting(failure -> ((LynchetException) failure).code())
                .isEqualTo(ErrorCode.CONFIGURATION_INVALID);
    }
}
