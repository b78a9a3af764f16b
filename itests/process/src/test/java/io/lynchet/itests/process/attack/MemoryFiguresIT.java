// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.bench.socket.FarmSocket;
import io.lynchet.itests.bench.socket.SocketFarm;
import io.lynchet.itests.bench.socket.SocketFarm.Opening;
import io.lynchet.itests.process.app.LiveApp;
import io.lynchet.itests.process.app.LiveHeap;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures what sockets, event streams, live queries and their rows take in the heap of the real process, and prints
 * it: docs/production.md tells these figures. What is counted is what {@code jcmd GC.class_histogram} finds to be
 * alive.
 */
@Tag("nightly")
@Timeout(900)
class MemoryFiguresIT {
    private static final String SNAPSHOT = "{\"type\":\"snapshot\"";
    private static final int MANY = 1_000;
    private static final int ROWS = 5_000;
    private static final int WINDOWS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TEXT = "x".repeat(1_000);
    private static final Map<String, String> MANY_OF_ONE_ADDRESS =
            Map.of("LYNCHET_RATE_LIMIT", "off", "LYNCHET_SOCKETS_SOCKETS_PER_ADDRESS_MAX", "100000");
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"figures","version":"1","routes":[],
             "entities":[{"name":"Item","fields":[{"name":"part","type":"int"},{"name":"text","type":"string"}]}],
             "policies":[{"name":"items","entity":"Item","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final List<FarmSocket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger snapshots = new AtomicInteger();

    /** Counts the first results of live queries, and forgets them. */
    private final class Opened implements SocketFarm.Ear {
        @Override
        public void opened(FarmSocket socket) {
            sockets.add(socket);
        }

        @Override
        public void text(ByteBuffer text) {
            // The server's memory is what counts, once it has sent everything.
            if (StandardCharsets.UTF_8
                    .decode(text.slice().limit(Math.min(text.remaining(), SNAPSHOT.length())))
                    .toString()
                    .equals(SNAPSHOT)) {
                snapshots.incrementAndGet();
            }
        }

        @Override
        public void closed(int code) {
            // At the end of the test.
        }
    }

    @Test
    void socketsLiveQueriesAndRows_takeWhatTheDocsSay() throws Exception {
        try (LiveApp app = new LiveApp(folder, MANIFEST, List.of("-Xmx512m"), MANY_OF_ONE_ADDRESS);
                SocketFarm farm = new SocketFarm(app.base())) {
            app.fill("Item", ROWS, i -> "{\"part\":" + i + ",\"text\":\"" + TEXT + "\"}");
            long start = LiveHeap.bytes(app.process().pid());
            System.out.printf("started, %d rows stored: %.1f MB%n", ROWS, start / 1e6);
            IntStream.range(0, MANY).forEach(i -> farm.open(new Opening("/api/live"), new Opened()));
            Await.until("sockets", PATIENCE, () -> sockets.size() == MANY);
            List<FarmSocket> idle = List.copyOf(sockets);
            long opened = told(app, "1,000 sockets", start, () -> true);
            idle.forEach(socket -> subscribe(socket, "same", "{\"part\":-1}"));
            long same = told(app, "1,000 equal live queries", opened, () -> snapshots.get() == MANY);
            for (int i = 0; i < MANY; i++) {
                subscribe(idle.get(i), "other", "{\"part\":" + (-2 - i) + "}");
            }
            long others = told(app, "1,000 different live queries", same, () -> snapshots.get() == 2 * MANY);
            farm.open(new Opening("/api/live", null, LiveApp.ADMIN, 0), new Opened());
            Await.until("the admin's socket", PATIENCE, () -> sockets.size() == MANY + 1);
            FarmSocket admin = sockets.get(MANY);
            subscribe(admin, "w0", "{\"part\":{\"$gte\":0}}");
            long first = told(app, "a live query of 5,000 rows of 1 kB", others, () -> snapshots.get() == 2 * MANY + 1);
            // One after the other: while results are read they take more than when they share their rows, and the
            // budget counts it.
            for (int i = 1; i < WINDOWS; i++) {
                subscribe(admin, "w" + i, "{\"part\":{\"$gte\":" + -i + "}}");
                int expected = 2 * MANY + 1 + i;
                Await.until("its first result", PATIENCE, () -> snapshots.get() == expected);
            }
            long all = told(app, "19 others with the same rows", first, () -> snapshots.get() == 2 * MANY + WINDOWS);
            System.out.printf("counted by the budget: %.1f MB%n", live(app, "result_bytes") / 1e6);
            assertThat((opened - start) / MANY).as("bytes of a socket").isLessThan(20_000);
            assertThat((others - same) / MANY).as("bytes of a live query").isLessThan(20_000);
            assertThat((first - others) / ROWS)
                    .as("bytes of a row that is shown")
                    .isLessThan(3_000);
            assertThat((all - first) / ((WINDOWS - 1) * ROWS))
                    .as("bytes of a row that another one shows")
                    .isLessThan(200);
        }
    }

    @Test
    void eventStreams_takeWhatTheDocsSay() throws Exception {
        List<RawClient> streams = new ArrayList<>();
        try (LiveApp app = new LiveApp(folder, MANIFEST, List.of("-Xmx512m"), MANY_OF_ONE_ADDRESS)) {
            String changes = "/api/sync/events";
            String live = "/api/live/events?entity=Item&where=%7B%22part%22%3A-1%7D";
            open(app, streams, 1, changes);
            open(app, streams, 1, live);
            long start = LiveHeap.bytes(app.process().pid());
            open(app, streams, MANY, changes);
            long opened = told(app, "1,000 event streams of changes", start, () -> streamsOpen(app) == MANY + 2);
            open(app, streams, MANY, live);
            long shown =
                    told(app, "1,000 event streams of one live query", opened, () -> streamsOpen(app) == 2 * MANY + 2);
            assertThat((opened - start) / MANY).as("bytes of an event stream").isLessThan(20_000);
            assertThat((shown - opened) / MANY)
                    .as("bytes of one that shows a live query")
                    .isLessThan(25_000);
        } finally {
            for (RawClient stream : streams) {
                stream.close();
            }
        }
    }

    private static void open(LiveApp app, List<RawClient> streams, int count, String path) throws Exception {
        InetSocketAddress address =
                new InetSocketAddress(app.base().getHost(), app.base().getPort());
        for (int i = 0; i < count; i++) {
            RawClient stream = new RawClient(address);
            streams.add(stream);
            // What comes is left to the system: the server's memory is what counts.
            stream.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n");
        }
    }

    private static double streamsOpen(LiveApp app) {
        return app.metric("lynchet_sockets_open");
    }

    private static void subscribe(FarmSocket socket, String id, String where) {
        socket.send("{\"type\":\"subscribe\",\"id\":\"" + id + "\",\"entity\":\"Item\",\"limit\":5000,\"where\":"
                + where + "}");
    }

    private static double live(LiveApp app, String name) {
        return app.metric("lynchet_live_" + name);
    }

    private static long told(LiveApp app, String what, long before, BooleanSupplier there)
            throws IOException, InterruptedException {
        Await.until(what, PATIENCE, there);
        // Snapshots that are kept for others go with the next tick.
        Await.until(
                "frames to have been taken",
                PATIENCE,
                () -> live(app, "waiting_bytes") == 0 && app.metric("lynchet_sockets_queued_bytes") == 0);
        long now = LiveHeap.bytes(app.process().pid());
        System.out.printf("%s: %.2f MB more%n", what, (now - before) / 1e6);
        return now;
    }
}
