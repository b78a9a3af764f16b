// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LiveApp;
import io.lynchet.itests.process.app.LivePeer;
import io.lynchet.itests.process.app.LiveReplica;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Rounds;
import io.lynchet.testkit.http.RawClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers ask for more than the memory holds: they are refused, everybody else is served, and the memory comes back.
 */
@Timeout(900)
class MemoryBudgetIT {
    private static final int ROWS = 5_000;
    private static final int SOCKETS = 3;
    private static final int SUBSCRIPTIONS = 40;
    private static final int SILENT_CLIENTS = 60;
    private static final String TEXT = "x".repeat(1_000);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** The limit by the minute would keep the strangers of the next round out, and has tests of its own. */
    private static final Map<String, String> UNHURRIED =
            Map.of("LYNCHET_HTTP_ADDRESS_REQUESTS_PER_MINUTE_MAX", "1000000");

    private static final String MANIFEST = """
            {"manifest_version":1,"name":"large","version":"1","routes":[],
             "entities":[{"name":"Item","fields":[{"name":"part","type":"int"},{"name":"text","type":"string"}]},
                         {"name":"Note","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"items","entity":"Item","allow":"true"},{"name":"notes","entity":"Note","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    @Test
    void strangersWhoAskForMoreThanThereIs_areRefused_andEverybodyElseIsServed() throws Exception {
        try (LiveApp app = new LiveApp(folder, MANIFEST, List.of("-Xmx512m"), UNHURRIED)) {
            app.fill("Item", ROWS, i -> "{\"part\":" + i + ",\"text\":\"" + TEXT + "\"}");
            String ann = app.mint("ann");
            for (int round = 0; round < Rounds.of(1); round++) {
                subscribeToEverything(app, ann);
                askAndDoNotRead(app, ann);
            }
            Await.until(
                    "the memory to come back",
                    PATIENCE,
                    () -> app.metric("lynchet_live_result_bytes") < 1_000_000
                            && app.metric("lynchet_http_answer_bytes") == 0);
            assertThat(app.process().isAlive()).isTrue();
        }
    }

    private static void subscribeToEverything(LiveApp app, String ann) {
        List<LivePeer> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < SOCKETS; i++) {
                strangers.add(LivePeer.open(app.base(), (String) null));
            }
            for (int query = 0; query < SUBSCRIPTIONS; query++) {
                for (int i = 0; i < SOCKETS; i++) {
                    int least = -1 - SUBSCRIPTIONS * i - query;
                    strangers
                            .get(i)
                            .send("{\"type\":\"subscribe\",\"id\":\"q" + query
                                    + "\",\"entity\":\"Item\",\"limit\":5000,\"where\":{\"part\":{\"$gte\":" + least
                                    + "}}}");
                }
            }
            serves(app, ann);
            Await.until(
                    "an answer to each of them",
                    PATIENCE,
                    () -> strangers.stream()
                            .allMatch(peer -> answers(peer, "snapshot") + answers(peer, "error") >= SUBSCRIPTIONS));
            long refused =
                    strangers.stream().mapToLong(peer -> answers(peer, "error")).sum();
            assertThat(refused).isBetween(SOCKETS * SUBSCRIPTIONS - 10L, SOCKETS * SUBSCRIPTIONS - 1L);
            assertThat(strangers.stream()
                            .flatMap(peer -> peer.heard.stream())
                            .filter(text -> text.startsWith("{\"type\":\"error\"")))
                    .allSatisfy(text -> assertThat(text).contains("LIMIT_EXCEEDED"));
            System.out.printf(
                    "%d of %d live queries were refused; results take %.0f MB%n",
                    refused, SOCKETS * SUBSCRIPTIONS, app.metric("lynchet_live_result_bytes") / 1e6);
            serves(app, ann);
        } finally {
            strangers.forEach(LivePeer::close);
        }
    }

    private static long answers(LivePeer peer, String type) {
        return peer.heard.stream()
                .filter(text -> text.startsWith("{\"type\":\"" + type + "\""))
                .count();
    }

    private static void askAndDoNotRead(LiveApp app, String ann) throws Exception {
        InetSocketAddress address =
                new InetSocketAddress(app.base().getHost(), app.base().getPort());
        List<RawClient> silent = new ArrayList<>();
        try {
            for (int i = 0; i < SILENT_CLIENTS; i++) {
                RawClient client = new RawClient(address);
                silent.add(client);
                client.send(RawClient.get("/api/entities/Item"));
            }
            Await.until("somebody to be refused", PATIENCE, () -> app.metric("lynchet_http_answer_refused_total") > 0);
            serves(app, ann);
        } finally {
            for (RawClient client : silent) {
                client.close();
            }
        }
    }

    /** What somebody else does meanwhile. */
    private static void serves(LiveApp app, String user) {
        assertThat(app.send("GET", "/health", null, null).status()).isEqualTo(200);
        app.insert("Note", user, "{\"text\":\"mine\"}");
        assertThat(app.query("Item", user, "{\"$limit\":100}")).hasSize(100);
        try (LivePeer peer = LivePeer.open(app.base(), user)) {
            LiveReplica notes = peer.subscribe("n", "\"entity\":\"Note\"");
            assertThat(notes.types()).contains("snapshot");
        }
    }
}
