// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Rounds;
import io.lynchet.testkit.Sample;
import io.lynchet.testkit.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that dies and comes back, with everything synced to the disk. */
class ServerRestartTest {
    private static Path folder;
    private static PostgresServer server;

    private final Sample app = new Sample();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, ErrorCode> refused = new ConcurrentHashMap<>();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final List<Future<?>> writers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private String url;
    private PostgresStore store;

    @BeforeAll
    static void startServer() throws Exception {
        folder = Files.createTempDirectory("lynchet-postgres");
        server = PostgresServer.start(folder, Map.of());
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @BeforeEach
    void open() {
        url = server.newUrl();
        store = PostgresStore.open(PostgresSettings.of(url));
        store.install(app.schema(), Plans.create(app.schema()));
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        store.close();
    }

    private WriteResult insert(String id) {
        return store.commit(Commit.of(new Write.Insert(app.user(id)), Guard.NONE))
                .toCompletableFuture()
                .join();
    }

    /** Each row once; whoever is refused goes on with the next. */
    private void write(int count) {
        for (int i = 0; i < count; i++) {
            int writer = i;
            writers.add(threads.submit(() -> {
                for (int n = 0; going.get(); n++) {
                    String id = "w" + writer + "-" + n;
                    try {
                        acknowledged.put(id, insert(id).seq());
                    } catch (CompletionException e) {
                        refused.put(id, ((LynchetException) e.getCause()).code());
                    }
                }
            }));
        }
    }

    private void stopWriting() throws Exception {
        going.set(false);
        for (Future<?> writer : writers) {
            writer.get();
        }
    }

    private void assertNothingIsLostOrDoubled() {
        long rows = store.latest().count(app.user(), Filter.Constant.TRUE);
        try (Snapshot snapshot = store.snapshot()) {
            long seq = 0;
            Map<String, Long> logged = new ConcurrentHashMap<>();
            while (seq < snapshot.seq()) {
                for (Change change : snapshot.changes(seq, 1_000)) {
                    assertThat(change.seq()).as("dense").isEqualTo(++seq);
                    assertThat(logged.put(change.id(), change.seq()))
                            .as(change.id())
                            .isNull();
                }
            }
            assertThat(rows).isEqualTo(logged.size());
            assertThat(logged).containsAllEntriesOf(acknowledged);
            assertThat(refused).as("writes wait for a server that comes back").isEmpty();
        }
    }

    @Test
    void killedServer_writesWait_andNoneIsLostOrDoubled() throws Exception {
        write(8);
        for (int round = 0; round < Rounds.of(2); round++) {
            int before = acknowledged.size();
            Await.until("writes", () -> acknowledged.size() > before + 200);
            server.kill();
            server.startAgain();
            int after = acknowledged.size();
            Await.until("writes after the restart", () -> acknowledged.size() > after + 200);
        }
        stopWriting();
        assertNothingIsLostOrDoubled();
    }

    @Test
    void endedSessions_areOpenedAnew_forWritersAndReaders() throws Exception {
        write(4);
        for (int round = 0; round < 5; round++) {
            int before = acknowledged.size();
            Await.until("writes", () -> acknowledged.size() > before + 100);
            endSessions();
            assertThat(store.latest().count(app.user(), Filter.Constant.TRUE)).isPositive();
        }
        stopWriting();
        assertNothingIsLostOrDoubled();
    }

    private void endSessions() {
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'lynchet' AND pid <> pg_backend_pid()");
    }

    private void inDatabase(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        url.replace("postgres://postgres@", "jdbc:postgresql://"), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void connectionThatCanNotBeLookedThrough_isNotUsed() throws Exception {
        insert("first");
        inDatabase("ALTER TABLE lynchet.lynchet_changes RENAME TO away");
        endSessions();
        CompletableFuture<WriteResult> waiting = store.commit(
                        Commit.of(new Write.Insert(app.user("second")), Guard.NONE))
                .toCompletableFuture();
        PostgresHealth health = new PostgresHealth(() -> store, () -> null);
        Await.until("undefined_table", () -> health.check().message().contains("42P01"));
        assertThat(waiting).isNotDone();
        inDatabase("ALTER TABLE lynchet.away RENAME TO lynchet_changes");
        assertThat(waiting.get(30, TimeUnit.SECONDS).seq()).isEqualTo(2);
    }

    @Test
    void serverThatStaysAway_refusesWritesAndReadsAsUnavailable_andGoesOnWhenItIsBack() throws Exception {
        store.close();
        store = PostgresStore.open(PostgresSettings.of(server.newUrl()).withReconnectSeconds(1));
        store.install(app.schema(), Plans.create(app.schema()));
        insert("first");
        server.kill();
        try {
            assertThat(Await.refusal(store.commit(Commit.of(new Write.Insert(app.user("lost")), Guard.NONE)))
                            .code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);
            LynchetException read = org.assertj.core.api.Assertions.catchThrowableOfType(
                    LynchetException.class, () -> store.latest().get(app.user(), "first"));
            assertThat(read.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            PostgresHealth health = new PostgresHealth(() -> store, () -> null);
            assertThat(health.check().message()).contains("can't be reached");
            assertThat(health.needed()).as("nobody serves from it").isFalse();
            try (Store.Listening serving = store.listen(changes -> {})) {
                assertThat(health.needed()).isTrue();
            }
        } finally {
            server.startAgain();
        }
        Await.until("reads", () -> store.latest().get(app.user(), "first").isPresent());
        assertThat(insert("second").seq()).isEqualTo(2);
        assertThat(store.latest().get(app.user(), "lost")).isEmpty();
    }
}
