// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.bench.socket.SocketFarm;
import io.lynchet.itests.bench.socket.SocketFarm.Opening;
import io.lynchet.itests.process.app.LiveApp;
import io.lynchet.itests.process.app.LiveClient;
import io.lynchet.itests.process.app.LiveReplica;
import io.lynchet.itests.process.app.WriteLoad;
import io.lynchet.itests.process.app.WriteLoad.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Rounds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everybody loses the connection at once and comes back while writes go on: nobody misses anything, and nobody gets
 * everything anew.
 */
@Timeout(300)
class ReconnectStormIT {
    private static final int SOCKETS = Math.min(2_000, Rounds.of(1_000));
    private static final int ADDRESSES = 20;
    private static final int GROUPS = 40;
    private static final int ROWS = 400;
    private static final int WRITES_PER_SECOND = 100;
    private static final int BACK_MILLIS_MAX = 5 * SOCKETS;
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"storm","version":"1","routes":[],
             "entities":[{"name":"Item","fields":[{"name":"part","type":"int"},{"name":"n","type":"int"}],
               "indexes":[{"name":"by_part","fields":["part"],"unique":false}]}],
             "policies":[{"name":"items","entity":"Item","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final List<String> rows = new ArrayList<>();

    @Test
    void allSocketsLost_allComeBackByDiffs_andMissNothing() throws Exception {
        try (LiveApp app = new LiveApp(folder, MANIFEST);
                SocketFarm farm = new SocketFarm(app.base())) {
            for (int i = 0; i < ROWS; i++) {
                rows.add(app.insert("Item", LiveApp.ADMIN, "{\"part\":" + i % GROUPS + ",\"n\":0}"));
            }
            List<LiveClient> clients = clients(farm);
            clients.forEach(LiveClient::connect);
            LiveClient.awaitAnswers(clients, 1);
            try (WriteLoad load = new WriteLoad(app, WRITES_PER_SECOND, this::write)) {
                Await.until("writes before", () -> load.done() > 200);
                long began = System.nanoTime();
                long before = load.done();
                clients.forEach(client -> client.socket().drop());
                LiveClient.awaitAnswers(clients, 2);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                System.out.printf(
                        "%s sockets back after %s ms with %s writes beside%n", SOCKETS, millis, load.done() - before);
                assertThat(load.done()).as("writes during the storm").isGreaterThan(before);
                assertThat(app.metric("lynchet_live_resumes_total"))
                        .as("clients that went on by a diff")
                        .isEqualTo(SOCKETS);
                load.stop();
                LiveClient.awaitSeq(clients, load.lastSeq());
            }
            check(app, clients);
        }
    }

    private static List<LiveClient> clients(SocketFarm farm) {
        Random random = new Random(7);
        return IntStream.range(0, SOCKETS)
                .mapToObj(i -> new LiveClient(
                        farm,
                        new Opening("/api/live", "127.0.0." + (2 + i % ADDRESSES), null, 0),
                        random.nextInt(BACK_MILLIS_MAX),
                        new LiveReplica("q", "\"entity\":\"Item\",\"where\":{\"part\":" + i % GROUPS + "}")))
                .toList();
    }

    /** Changes a row; each fifth moves one to another part. */
    private Write write(int number) {
        String part = number % 5 == 0 ? "\"part\":" + number * 7 % GROUPS + "," : "";
        return new Write(
                "PATCH", "/api/entities/Item/" + rows.get(number * 31 % ROWS), "{" + part + "\"n\":" + number + "}");
    }

    private static void check(LiveApp app, List<LiveClient> clients) {
        List<Object> fresh = new ArrayList<>();
        for (int part = 0; part < GROUPS; part++) {
            fresh.add(app.query("Item", LiveApp.ADMIN, "{\"part\":" + part + "}"));
        }
        for (int i = 0; i < SOCKETS; i++) {
            LiveReplica replica = clients.get(i).replica;
            assertThat(replica.missed()).as("missed by client %d", i).isZero();
            assertThat(replica.duplicated()).as("told twice to client %d", i).isZero();
            assertThat(replica.snapshots()).as("snapshots of client %d", i).isEqualTo(1);
            assertThat(replica.rows()).as("rows of client %d", i).isEqualTo(fresh.get(i % GROUPS));
        }
        long diffs =
                clients.stream().mapToLong(client -> client.replica.diffs()).sum();
        System.out.printf(
                "%s diffs to %s clients, 0 missed, 0 told twice, no snapshot but the first%n", diffs, SOCKETS);
    }
}
