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
import io.lynchet.json.JsonNode;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Rounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some clients stop reading: the others don't notice, the server doesn't grow, and the slow ones catch up by a
 * snapshot.
 */
@Timeout(400)
class SlowConsumersIT {
    private static final int SOCKETS = Math.min(1_000, Rounds.of(400));
    private static final int STALLED = SOCKETS / 20;
    private static final int GROUPS = 40;
    private static final int ROWS = 200;
    private static final int WRITES_PER_SECOND = 200;
    private static final int BASELINE_WRITES = 500;
    private static final int STALL_SECONDS = Math.min(60, Rounds.of(15));
    private static final Duration CATCH_UP = Duration.ofMinutes(2);
    private static final double RATIO_MAX = 5;
    private static final long GROWTH_BYTES_MAX = 300L << 20;
    private static final String PADDING = "x".repeat(1_500);
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"slow","version":"1","routes":[],
             "entities":[{"name":"Item","fields":[{"name":"part","type":"int"},{"name":"at","type":"string"},
               {"name":"text","type":"string"}]}],
             "policies":[{"name":"items","entity":"Item","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final List<String> rows = new ArrayList<>();
    private volatile ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();

    @Test
    void clientsThatStopReading_slowNobodyDown_andEndUpToDate() throws Exception {
        try (LiveApp app = new LiveApp(folder, MANIFEST);
                SocketFarm farm = new SocketFarm(app.base())) {
            for (int i = 0; i < ROWS; i++) {
                rows.add(app.insert("Item", LiveApp.ADMIN, body(i)));
            }
            List<LiveClient> reading = IntStream.range(0, SOCKETS - STALLED)
                    .mapToObj(i -> client(farm, ",\"where\":{\"part\":" + i % GROUPS + "}", 0)
                            .hearing(this::measure))
                    .toList();
            List<LiveClient> stalled = IntStream.range(0, STALLED)
                    .mapToObj(i -> client(farm, "", 65_536))
                    .toList();
            reading.forEach(LiveClient::connect);
            stalled.forEach(LiveClient::connect);
            LiveClient.awaitAnswers(reading, 1);
            LiveClient.awaitAnswers(stalled, 1);
            compare(app, reading, stalled);
            check(app, reading, stalled);
        }
    }

    private static LiveClient client(SocketFarm farm, String where, int receiveBytes) {
        return new LiveClient(
                farm,
                new Opening("/api/live", null, null, receiveBytes),
                100,
                new LiveReplica("q", "\"entity\":\"Item\"" + where));
    }

    private static String body(int number) {
        return "{\"part\":" + number % GROUPS + ",\"at\":\"" + System.nanoTime() + "\",\"text\":\"" + PADDING + "\"}";
    }

    /** The part stays, since as many rows as there are parts lie between two writes of a row. */
    private Write write(int number) {
        return new Write("PATCH", "/api/entities/Item/" + rows.get(number % ROWS), body(number));
    }

    private void measure(JsonNode.ObjectNode frame) {
        long now = System.nanoTime();
        if (frame.get("update") instanceof JsonNode.ArrayNode updates) {
            for (Object row : updates.plain()) {
                latencies.add(now - Long.parseLong((String) ((Map<?, ?>) row).get("at")));
            }
        }
    }

    private void compare(LiveApp app, List<LiveClient> reading, List<LiveClient> stalled) throws Exception {
        try (WriteLoad load = new WriteLoad(app, WRITES_PER_SECOND, this::write)) {
            Await.until("a warm server", () -> load.done() > BASELINE_WRITES);
            latencies = new ConcurrentLinkedQueue<>();
            Await.until("the baseline", () -> load.done() > 2 * BASELINE_WRITES);
            long residentBefore = app.residentBytes();
            double before = p99(latencies);
            stalled.forEach(client -> client.socket().pause());
            latencies = new ConcurrentLinkedQueue<>();
            stall(app, stalled);
            double during = p99(latencies);
            long growth = app.residentBytes() - residentBefore;
            System.out.printf(
                    "p99 %.1f ms before, %.1f ms beside %d clients that did not read for %d s (x %.2f); "
                            + "resident memory %d MB, grown by %d MB; %d writes%n",
                    before,
                    during,
                    STALLED,
                    STALL_SECONDS,
                    during / before,
                    residentBefore >> 20,
                    growth >> 20,
                    load.done());
            assertThat(app.metric("lynchet_live_lost_total")).as("too slow").isGreaterThanOrEqualTo(STALLED);
            stalled.forEach(client -> client.socket().resume());
            assertThat(during / before).as("p99 beside slow clients").isLessThan(RATIO_MAX);
            assertThat(growth).as("growth of the server").isLessThan(GROWTH_BYTES_MAX);
            awaitSnapshots(app, stalled);
            load.stop();
            LiveClient.awaitSeq(reading, load.lastSeq());
            LiveClient.awaitSeq(stalled, load.lastSeq());
        }
    }

    /** Before a snapshot comes all that the kernel holds, some thousands of frames for each client. */
    private static void awaitSnapshots(LiveApp app, List<LiveClient> stalled) {
        try {
            Await.until(
                    "snapshots", CATCH_UP, () -> stalled.stream().allMatch(client -> client.replica.snapshots() > 1));
        } catch (AssertionError e) {
            String frames = stalled.stream()
                    .map(client -> client.replica)
                    .filter(replica -> replica.snapshots() < 2)
                    .map(replica -> "seq " + replica.seq() + " " + tail(replica.types()))
                    .collect(Collectors.joining("; "));
            throw new AssertionError(
                    "clients without one: " + frames + "; lost " + app.metric("lynchet_live_lost_total"), e);
        }
    }

    private static List<String> tail(List<String> types) {
        return types.subList(Math.max(0, types.size() - 3), types.size());
    }

    /** Lasts as long as it has to, with signs of life, so that it is not for silence that the server takes offence. */
    private static void stall(LiveApp app, List<LiveClient> stalled) {
        long end = System.nanoTime() + Duration.ofSeconds(STALL_SECONDS).toNanos();
        long[] next = {0};
        Await.until("the end of the stall and the losses", Duration.ofSeconds(3 * STALL_SECONDS + 60L), () -> {
            if (System.nanoTime() > next[0]) {
                next[0] = System.nanoTime() + Duration.ofSeconds(1).toNanos();
                stalled.forEach(LiveClient::ping);
                return System.nanoTime() > end && app.metric("lynchet_live_lost_total") >= STALLED;
            }
            return false;
        });
    }

    private static double p99(ConcurrentLinkedQueue<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        assertThat(sorted).as("frames that were measured").hasSizeGreaterThan(1_000);
        assertThat(Arrays.stream(sorted).allMatch(value -> value > 0)).isTrue();
        return sorted[sorted.length * 99 / 100] / 1e6;
    }

    private static void check(LiveApp app, List<LiveClient> reading, List<LiveClient> stalled) {
        List<Object> parts = new ArrayList<>();
        for (int part = 0; part < GROUPS; part++) {
            parts.add(app.query("Item", LiveApp.ADMIN, "{\"part\":" + part + "}"));
        }
        for (int i = 0; i < reading.size(); i++) {
            LiveReplica replica = reading.get(i).replica;
            assertThat(replica.types()).as("frames of client %d", i).doesNotContain("lost", "error");
            assertThat(replica.missed() + replica.duplicated())
                    .as("gaps of client %d", i)
                    .isZero();
            assertThat(replica.rows()).as("rows of client %d", i).isEqualTo(parts.get(i % GROUPS));
        }
        Object all = app.query("Item", LiveApp.ADMIN, "{}");
        for (LiveClient client : stalled) {
            assertThat(client.closeCodes()).isEmpty();
            List<String> types = client.replica.types();
            assertThat(types).contains("lost");
            assertThat(types.get(types.indexOf("lost") + 1)).isEqualTo("snapshot");
            assertThat(client.replica.missed() + client.replica.duplicated()).isZero();
            assertThat(client.replica.rows()).isEqualTo(all);
        }
    }
}
