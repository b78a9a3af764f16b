// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.bench.socket.SocketFarm;
import io.lynchet.itests.bench.socket.SocketFarm.Opening;
import io.lynchet.itests.process.app.AuthApp.Answer;
import io.lynchet.itests.process.app.LiveApp;
import io.lynchet.itests.process.app.LiveClient;
import io.lynchet.itests.process.app.LiveReplica;
import io.lynchet.itests.process.app.WriteLoad;
import io.lynchet.itests.process.app.WriteLoad.Write;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server dies and comes back under load: clients go on where they were, and miss nothing. */
@Timeout(300)
class LiveRestartIT {
    private static final int CLIENTS = 50;
    private static final int GROUPS = 10;

    /**
     * Each fifth client sees the first rows of an order; what it had can't always be told when all of them were changed
     * meanwhile.
     */
    private static final int WINDOW_EACH = 5;

    private static final int ROWS = 100;
    private static final int WRITES_PER_SECOND = 300;
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"restart","version":"1","routes":[],
             "entities":[{"name":"Item","fields":[{"name":"part","type":"int"},{"name":"n","type":"int"}]},
              {"name":"Once","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"items","entity":"Item","allow":"true"},{"name":"once","entity":"Once","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final List<String> rows = new ArrayList<>();

    @Test
    void killedAndStoppedUnderLoad_clientsGoOnByDiffs_andMissNothing() throws Exception {
        try (LiveApp app = new LiveApp(folder, MANIFEST);
                SocketFarm farm = new SocketFarm(app.base())) {
            for (int i = 0; i < ROWS; i++) {
                rows.add(app.insert("Item", LiveApp.ADMIN, "{\"part\":" + i % GROUPS + ",\"n\":0}"));
            }
            List<LiveClient> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i ->
                            new LiveClient(farm, new Opening("/api/live"), 100 + i, new LiveReplica("q", query(i))))
                    .map(LiveClient::connect)
                    .toList();
            LiveClient.awaitAnswers(clients, 1);
            try (WriteLoad load = new WriteLoad(app, WRITES_PER_SECOND, this::write)) {
                Await.until("writes before", () -> load.done() > 500);
                app.process().kill();
                app.process().exitCode();
                goOn(app, load, clients, 2, "kill -9");
                app.process().terminate();
                assertThat(app.process().exitCode()).isZero();
                goOn(app, load, clients, 3, "a clean stop");
                load.stop();
                LiveClient.awaitSeq(clients, load.lastSeq());
            }
            check(app, clients);
        }
    }

    private static boolean isWindow(int client) {
        return client % WINDOW_EACH == 0;
    }

    private static String query(int client) {
        return isWindow(client)
                ? "\"entity\":\"Item\",\"where\":{\"n\":{\"$gte\":500}},\"order\":[[\"n\",\"desc\"]],\"limit\":20"
                : "\"entity\":\"Item\",\"where\":{\"part\":" + client % GROUPS + "}";
    }

    /** Changes a row, and moves some to another part. */
    private Write write(int number) {
        String part = number % 3 == 0 ? "\"part\":" + number % 7 + "," : "";
        return new Write(
                "PATCH",
                "/api/entities/Item/" + rows.get(number * 31 % ROWS),
                "{" + part + "\"n\":" + number % 1_000 + "}");
    }

    private static void goOn(LiveApp app, WriteLoad load, List<LiveClient> clients, int answers, String after)
            throws IOException {
        app.startAgain();
        long before = load.done();
        LiveClient.awaitAnswers(clients, answers);
        Await.until("writes after " + after, () -> load.done() > before + 300);
        double resumed = app.metric("lynchet_live_resumes_total");
        System.out.printf("after %s: %s of %s clients went on by a diff%n", after, (int) resumed, CLIENTS);
        assertThat(resumed)
                .as("clients that went on by a diff after " + after)
                .isBetween((double) CLIENTS - CLIENTS / WINDOW_EACH, (double) CLIENTS);
    }

    private static void check(LiveApp app, List<LiveClient> clients) {
        int diffs = 0;
        for (int i = 0; i < CLIENTS; i++) {
            LiveReplica replica = clients.get(i).replica;
            diffs += replica.diffs();
            assertThat(replica.missed()).as("missed by client %d", i).isZero();
            assertThat(replica.duplicated()).as("told twice to client %d", i).isZero();
            assertThat(replica.snapshots()).as("snapshots of client %d", i).isBetween(1, isWindow(i) ? 3 : 1);
            String where = isWindow(i)
                    ? "{\"n\":{\"$gte\":500},\"$order\":{\"n\":\"desc\"},\"$limit\":20}"
                    : "{\"part\":" + i % GROUPS + "}";
            assertThat(replica.rows()).as("rows of client %d", i).isEqualTo(app.query("Item", LiveApp.ADMIN, where));
        }
        System.out.printf("%s diffs to %s clients, 0 missed, 0 told twice%n", diffs, CLIENTS);
        assertThat(diffs).isGreaterThan(CLIENTS);
    }

    @Test
    void pushesInFlightAtTheKill_areSentAgain_andAppliedOnce() throws Exception {
        try (LiveApp app = new LiveApp(folder, MANIFEST);
                SocketFarm farm = new SocketFarm(app.base())) {
            LiveClient watcher = new LiveClient(
                            farm, new Opening("/api/live"), 50, new LiveReplica("q", "\"entity\":\"Once\""))
                    .connect();
            LiveClient.awaitAnswers(List.of(watcher), 1);
            List<String> pushes =
                    IntStream.range(0, 40).mapToObj(LiveRestartIT::push).toList();
            ExecutorService pushers = Executors.newFixedThreadPool(8);
            List<CompletableFuture<Answer>> first = pushes.stream()
                    .map(push -> CompletableFuture.supplyAsync(() -> tryPush(app, push), pushers))
                    .toList();
            pushers.shutdown();
            Await.until(
                    "the first answers",
                    () -> first.stream().filter(CompletableFuture::isDone).count() > 5);
            app.process().kill();
            app.process().exitCode();
            List<Answer> answers = first.stream().map(CompletableFuture::join).toList();
            app.startAgain();
            long seq = 0;
            int lost = 0;
            for (int i = 0; i < pushes.size(); i++) {
                Answer again = LiveApp.expect(200, app.send("POST", "/api/sync/push", LiveApp.ADMIN, pushes.get(i)));
                assertThat(again.body()).contains("\"errors\":[]");
                if (answers.get(i) == null) {
                    lost++;
                } else {
                    assertThat(results(again)).isEqualTo(results(answers.get(i)));
                    assertThat(again.json()).containsEntry("deduped", 5L).containsEntry("applied", 0L);
                }
                seq = Math.max(seq, again.body().isEmpty() ? 0 : lastSeq(again));
            }
            System.out.printf("%s of %s pushes had no answer when the server was killed%n", lost, pushes.size());
            LiveClient.awaitSeq(List.of(watcher), seq);
            List<java.util.Map<String, Object>> stored = app.query("Once", LiveApp.ADMIN, "{}");
            assertThat(stored).hasSize(200).extracting(row -> row.get("text")).doesNotHaveDuplicates();
            assertThat(watcher.replica.rows()).isEqualTo(stored);
            assertThat(watcher.replica.missed() + watcher.replica.duplicated()).isZero();
        }
    }

    private static String push(int number) {
        String changes = IntStream.range(0, 5)
                .mapToObj(i -> "{\"entity\":\"Once\",\"row_id\":\"t" + i + "\",\"kind\":\"insert\",\"op_id\":\"op-"
                        + number + "-" + i + "\",\"data\":{\"text\":\"" + number + "-" + i + "\"}}")
                .collect(java.util.stream.Collectors.joining(","));
        return "{\"client_id\":\"c" + number + "\",\"changes\":[" + changes + "]}";
    }

    /** Null when the server died first. */
    private static Answer tryPush(LiveApp app, String push) {
        try {
            Answer answer = app.trySend("POST", "/api/sync/push", LiveApp.ADMIN, push);
            return answer.status() == 200 ? answer : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** What became of each change, but for whether it was now or before. */
    private static String results(Answer answer) {
        return String.valueOf(answer.json().get("results")).replace("status=replayed", "status=applied");
    }

    private static long lastSeq(Answer answer) {
        return (Long) ((java.util.Map<?, ?>) answer.json().get("cursor")).get("last_seq");
    }
}
