// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.bench.socket.SocketFarm;
import io.lynchet.itests.process.app.AuthApp.Answer;
import io.lynchet.itests.process.app.LiveApp;
import io.lynchet.itests.process.app.LiveClient;
import io.lynchet.itests.process.app.LiveReplica;
import io.lynchet.itests.process.app.MixedLoad;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real jar moves between a SQLite file and a real PostgreSQL. */
@Timeout(900)
class MoveStoreIT {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"moved","version":"1","routes":[],
             "entities":[{"name":"Item","fields":[{"name":"part","type":"int"},{"name":"n","type":"int"}]}],
             "policies":[{"name":"items","entity":"Item","allow":"true"}]}
            """;
    private static final int CONNECTIONS = 64;
    private static final int LIVE = 20;
    private static final String[] ON_SQLITE = {"--set", "io.lynchet.data:store.target=sqlite"};

    private static PostgresServer server;

    @TempDir
    private static Path serverFolder;

    @TempDir
    Path folder;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start(serverFolder, Map.of());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static Map<String, String> database() {
        return Map.of("LYNCHET_DATABASE_URL", server.newUrl());
    }

    @Test
    void thereAndBackUnderLoad_noRequestFails_andLiveClientsMissNothing() throws Exception {
        try (LiveApp app = new LiveApp(folder, MANIFEST, database(), ON_SQLITE);
                SocketFarm farm = new SocketFarm(app.base())) {
            List<LiveClient> live = IntStream.range(0, LIVE)
                    .mapToObj(i -> new LiveClient(
                            farm,
                            new SocketFarm.Opening("/api/live"),
                            100,
                            new LiveReplica("q", "\"entity\":\"Item\",\"where\":{\"part\":" + i % 10 + "}")))
                    .map(LiveClient::connect)
                    .toList();
            LiveClient.awaitAnswers(live, 1);
            MixedLoad load = new MixedLoad(app, "Item", CONNECTIONS);
            try (load) {
                Await.until("writes before", () -> load.done() > 1_000);
                load.longestMillis();
                assertThat(app.shell("store", "move", "sqlite", "postgres")).contains("The store postgres serves");
                long there = load.longestMillis();
                int between = load.done();
                Await.until("writes on PostgreSQL", () -> load.done() > between + 500);
                load.longestMillis();
                assertThat(app.shell("store", "move", "postgres", "sqlite")).contains("The store sqlite serves");
                System.out.printf("longest wait of a request: %d ms there, %d ms back%n", there, load.longestMillis());
                int after = load.done();
                Await.until("writes after", () -> load.done() > after + 500);
            }
            load.assertNoFailures();
            System.out.printf("%d writes, %d reads, 0 failed%n", load.done(), load.reads());
            assertThat(rows(app).equals(load.acknowledged.keySet()))
                    .as("rows are those that were acknowledged")
                    .isTrue();
            assertThat(Set.copyOf(load.acknowledged.values()))
                    .as("each write has a seq of its own")
                    .hasSize(load.done());
            LiveClient.awaitSeq(
                    live,
                    load.acknowledged.values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElseThrow());
            for (LiveClient client : live) {
                assertThat(client.closeCodes()).as("sockets stay").isEmpty();
                assertThat(client.replica.missed()).isZero();
                assertThat(client.replica.duplicated()).isZero();
            }
        }
    }

    /** Ids of all rows, as a replica gets them; fails for one that comes twice. */
    private static Set<String> rows(LiveApp app) {
        Set<String> found = new HashSet<>();
        String query = "since=0";
        while (query != null) {
            Answer page = LiveApp.expect(200, app.send("GET", "/api/sync/pull?" + query, LiveApp.ADMIN, null));
            @SuppressWarnings("unchecked")
            List<Map<String, Object>> changes =
                    (List<Map<String, Object>>) page.json().get("changes");
            for (Map<String, Object> change : changes) {
                if (change.get("entity").equals("Item")) {
                    assertThat(found.add((String) change.get("row_id")))
                            .as("comes once")
                            .isTrue();
                }
            }
            Object next = page.json().get("snapshot_after");
            query = next == null ? null : "since=0&snapshot_after=" + next;
        }
        return found;
    }

    @Test
    void startOnTheUrl_servesFromPostgres_alsoWhenTheServerDies() throws Exception {
        try (LiveApp app = new LiveApp(folder, MANIFEST, database());
                MixedLoad load = new MixedLoad(app, "Item", 8)) {
            assertThat(app.shell("store")).contains("postgres").doesNotContain("postgres@");
            Await.until("writes before", () -> load.done() > 200);
            server.kill();
            server.startAgain();
            int after = load.done();
            Await.until("writes after", () -> load.done() > after + 200);
            load.close();
            assertThat(rows(app).containsAll(load.acknowledged.keySet()))
                    .as("no acknowledged row is lost")
                    .isTrue();
        }
    }

    @Test
    void killedAtAnyTimeOfAMove_oneStoreServesWithEverything() throws Exception {
        Seeds.forEach(1, random -> {
            Map<String, String> url = database();
            Path home = Files.createTempDirectory(folder, "killed");
            LiveApp app = new LiveApp(home, MANIFEST, url, ON_SQLITE);
            MixedLoad load = new MixedLoad(app, "Item", 4);
            try (app) {
                Await.until("writes before", () -> load.done() > 300);
                CompletableFuture<Void> moving = CompletableFuture.runAsync(() -> {
                    try {
                        app.shell("store", "move", "sqlite", "postgres");
                    } catch (Exception | AssertionError e) {
                        // The process dies under it, in most rounds.
                    }
                });
                CompletableFuture.delayedExecutor(300 + random.nextInt(1_500), TimeUnit.MILLISECONDS)
                        .execute(app.process()::kill);
                app.process().exitCode();
                load.close();
                moving.join();
                app.startAgain(Map.of(
                        "LYNCHET_STORE_POSTGRES_URL",
                        url.get("LYNCHET_DATABASE_URL"),
                        "LYNCHET_FEATURES",
                        "+store-postgres"));
                assertThat(rows(app).containsAll(load.acknowledged.keySet()))
                        .as("no acknowledged row is lost")
                        .isTrue();
                app.insert("Item", LiveApp.ADMIN, "{\"part\":1,\"n\":1}");
            }
        });
    }
}
