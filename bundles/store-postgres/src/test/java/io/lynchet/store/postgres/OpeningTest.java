// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Sample;
import io.lynchet.testkit.postgres.PostgresServer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operators are told when a database can't be used. No message holds a password. */
class OpeningTest {
    private final PostgresServer server = PostgresServer.shared();

    private static LynchetException refusal(PostgresSettings settings) {
        LynchetException refusal = catchThrowableOfType(
                LynchetException.class, () -> PostgresStore.open(settings).close());
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).doesNotContain("s3cret");
        return refusal;
    }

    private static LynchetException invalid(String url) {
        LynchetException refusal = catchThrowableOfType(LynchetException.class, () -> PostgresSettings.of(url));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
        assertThat(refusal.getMessage()).doesNotContain("s3cret");
        return refusal;
    }

    @Test
    void wrongUrls_areNamed() {
        assertThat(invalid("mysql://root:s3cret@host/db")).hasMessageContaining("postgres://");
        assertThat(invalid("postgres://root:s3cret@host")).hasMessageContaining("a host and a database");
        assertThat(invalid("postgres://root:s3cret with space@host/db")).hasMessageContaining("%XX");
    }

    @Test
    void url_isShownWithoutAccountAndSettings() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://me:p%40ss+1@db.example.org/app?sslmode=verify-full");
        assertThat(url.toString()).isEqualTo("postgres://db.example.org:5432/app");
        assertThat(url.user()).isEqualTo("me");
        assertThat(url.password()).isEqualTo("p@ss+1");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example.org:5432/app?sslmode=verify-full");
        assertThat(DatabaseUrl.parse("jdbc:postgresql://localhost:1/app").jdbc())
                .isEqualTo("jdbc:postgresql://localhost:1/app");
    }

    @Test
    void noSuchDatabase_andNoSuchServer() {
        String place = "postgres://postgres:s3cret@127.0.0.1:";
        LynchetException absent = refusal(PostgresSettings.of(place + server.port() + "/nowhere"));
        assertThat(absent.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
        assertThat(absent).hasMessageContaining("CREATE DATABASE");
        LynchetException nobody = refusal(PostgresSettings.of(place + "1/db"));
        assertThat(nobody.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(nobody).hasMessageContaining("can't be reached");
    }

    @Test
    void wrongRole_isToldToCheckTheAccount() {
        LynchetException refusal =
                refusal(PostgresSettings.of("postgres://nobody:s3cret@127.0.0.1:" + server.port() + "/postgres"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
        assertThat(refusal).hasMessageContaining("user and password");
    }

    @Test
    void secondProcess_doesNotGetTheSchema() {
        PostgresSettings settings = PostgresFixture.settings();
        try (PostgresStore first = PostgresStore.open(settings)) {
            LynchetException refusal = refusal(settings);
            assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refusal).hasMessageContaining("another process");
            assertThat(first.info().details()).containsEntry("schema", settings.schema());
        }
        PostgresStore.open(settings).close();
    }

    @Test
    void logThatKnowsNoCommits_goesOn_eachOldEntryOnItsOwn() {
        PostgresSettings settings = PostgresSettings.of("postgres://postgres@127.0.0.1:" + server.port() + "/postgres")
                .withSchema("old");
        Sample app = new Sample();
        try (PostgresStore store = PostgresStore.open(settings)) {
            store.install(app.schema(), Plans.create(app.schema()));
            insert(store, app.user("u1"), app.user("u2"));
        }
        server.execute("ALTER TABLE old.lynchet_changes DROP COLUMN rest");
        try (PostgresStore store = PostgresStore.open(settings)) {
            store.install(app.schema(), new MigrationPlan(List.of(), Set.of()));
            insert(store, app.user("u3"), app.user("u4"));
            try (Snapshot snapshot = store.snapshot()) {
                assertThat(snapshot.changes(0, 10))
                        .extracting(Change::commitSeq)
                        .containsExactly(1L, 2L, 4L, 4L);
            }
        }
    }

    private static void insert(PostgresStore store, Row... rows) {
        List<Write> writes =
                Stream.of(rows).map(row -> (Write) new Write.Insert(row)).toList();
        Await.value(store.commit(new Commit(writes, Guard.NONE, Optional.empty(), Optional.empty())));
    }

    @Test
    void schemaOfSomebodyElse_isNotTouched() {
        server.execute("CREATE SCHEMA IF NOT EXISTS theirs");
        server.execute("CREATE TABLE IF NOT EXISTS theirs.things (id int)");
        LynchetException refusal =
                refusal(PostgresSettings.of("postgres://postgres@127.0.0.1:" + server.port() + "/postgres")
                        .withSchema("theirs"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_DAMAGED);
        assertThat(refusal).hasMessageContaining("another program");
    }

    @Test
    void settingsOutOfRange_areNamed() {
        PostgresSettings good = PostgresFixture.settings();
        assertThat(catchThrowableOfType(LynchetException.class, () -> good.withQueueMax(0)))
                .hasMessageContaining("queueMax");
        assertThat(catchThrowableOfType(LynchetException.class, () -> good.withSchema("public")))
                .hasMessageContaining("schema");
        assertThat(catchThrowableOfType(LynchetException.class, () -> good.withReconnectSeconds(601)))
                .hasMessageContaining("reconnectSeconds");
    }
}
