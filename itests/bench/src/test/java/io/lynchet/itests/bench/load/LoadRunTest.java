// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lynchet.itests.bench.load.ScriptedServer.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadRunTest {

    private static final Duration BRIEF = Duration.ofMillis(300);

    private static LoadResult run(Target target, LoadSpec.Shape shape, Duration measured) throws Exception {
        LoadSpec.Timing timing = new LoadSpec.Timing(Duration.ZERO, measured, Duration.ofSeconds(5));
        return LoadRun.run(new LoadSpec(target, shape, timing), deck(target));
    }

    private static RequestDeck deck(Target target) {
        return RequestDeck.builder(target, null)
                .get("get", "/a")
                .send("post", "POST", "/b", "{\"x\":1}")
                .inOrder();
    }

    @Test
    void closedLoop_countsEveryAnswer_byKindAndStatus() throws Exception {
        try (ScriptedServer server = new ScriptedServer(n -> Reply.ok("{}"))) {
            LoadResult result = run(server.target(), new LoadSpec.Shape(4, 2, 0), BRIEF);
            assertThat(result.failed()).isZero();
            assertThat(result.answered()).isEqualTo(server.requests());
            assertThat(result.statuses()).containsOnlyKeys(200);
            assertThat(result.byKind().get("get").count()
                            + result.byKind().get("post").count())
                    .isEqualTo(result.answered());
            assertThat(result.latencies().max())
                    .isGreaterThanOrEqualTo(result.latencies().percentiles().p50());
        }
    }

    @Test
    void closedLoop_readsChunkedAnswersOfTheJdkServer() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                body.write(new byte[10_000]);
            }
        });
        server.start();
        try {
            Target target =
                    Target.parse("http://127.0.0.1:" + server.getAddress().getPort());
            LoadResult result = run(target, LoadSpec.Shape.closedLoop(2), BRIEF);
            assertThat(result.failed()).as(result.describe()).isZero();
            assertThat(result.bytes()).isGreaterThan(10_000 * result.answered());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void warmup_isLeftOutOfLatencies_butItsFailuresCount() throws Exception {
        try (ScriptedServer server = new ScriptedServer(n -> n == 0 ? Reply.status(503, "busy") : Reply.ok("{}"))) {
            LoadSpec.Timing timing = new LoadSpec.Timing(BRIEF, BRIEF, Duration.ofSeconds(5));
            LoadSpec spec = new LoadSpec(server.target(), LoadSpec.Shape.closedLoop(1), timing);
            LoadResult result = LoadRun.run(spec, deck(server.target()));
            assertThat(result.answered()).isLessThan(server.requests());
            assertThat(result.statuses()).containsEntry(503, 1L);
            assertThat(result.failed()).isEqualTo(1);
            assertThat(result.firstFailure()).isEqualTo("503 busy");
        }
    }

    @Test
    void requestsThatWaitForHalfTheirTime_areToldOnce() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(n -> {
            if (n >= 3) {
                told.await(10, TimeUnit.SECONDS);
            }
            return Reply.ok("{}");
        })) {
            LoadSpec.Timing timing = new LoadSpec.Timing(Duration.ZERO, BRIEF, Duration.ofSeconds(4));
            LoadSpec spec = new LoadSpec(server.target(), LoadSpec.Shape.closedLoop(2), timing);
            LoadRun run = LoadRun.start(spec, deck(server.target()), () -> {
                times.incrementAndGet();
                told.countDown();
            });
            LoadResult result = run.await();
            assertThat(times).hasValue(1);
            // Without the call the server would let the fourth request wait for longer than its time limit.
            assertThat(result.answered()).as(result.describe()).isGreaterThan(3);
        }
    }

    @Test
    void answerWithConnectionClose_isFollowedByANewConnection_withoutFailure() throws Exception {
        Reply last = new Reply("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", true);
        try (ScriptedServer server = new ScriptedServer(n -> n % 5 == 4 ? last : Reply.ok("{}"))) {
            LoadResult result = run(server.target(), LoadSpec.Shape.closedLoop(2), BRIEF);
            assertThat(result.failed()).as(result.describe()).isZero();
            assertThat(result.reconnects()).isPositive();
            assertThat(server.accepted()).isGreaterThan(2);
        }
    }

    @Test
    void answersThatBreakOff_areCountedByHow() throws Exception {
        try (ScriptedServer server = new ScriptedServer(n -> switch (n) {
            case 3 -> new Reply("", true);
            case 6 -> new Reply("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", true);
            case 9 -> new Reply("what is this\r\n", false);
            default -> Reply.ok("{}");
        })) {
            LoadResult result = run(server.target(), LoadSpec.Shape.closedLoop(1), BRIEF);
            assertThat(result.failures())
                    .containsEntry(Failure.DROPPED, 1L)
                    .containsEntry(Failure.TRUNCATED, 1L)
                    .containsEntry(Failure.MALFORMED, 1L)
                    .hasSize(3);
            assertThat(result.failed()).isEqualTo(3);
            assertThat(result.answered()).isEqualTo(server.requests() - 3);
        }
    }

    @Test
    void requestWithoutAnswer_failsAfterTheTimeLimit_andTheConnectionIsReplaced() throws Exception {
        try (ScriptedServer server = new ScriptedServer(n -> n == 0 ? new Reply("", false) : Reply.ok("{}"))) {
            LoadSpec.Timing timing =
                    new LoadSpec.Timing(Duration.ZERO, Duration.ofMillis(1500), Duration.ofMillis(500));
            LoadSpec spec = new LoadSpec(server.target(), LoadSpec.Shape.closedLoop(1), timing);
            LoadResult result = LoadRun.run(spec, deck(server.target()));
            assertThat(result.failures()).containsOnlyKeys(Failure.TIMEOUT);
            assertThat(result.answered()).isPositive();
        }
    }

    @Test
    void fixedRate_chargesAStallToEveryRequestThatItDelayed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(n -> {
            if (n == 10) {
                TimeUnit.MILLISECONDS.sleep(400);
            }
            return Reply.ok("{}");
        })) {
            LoadResult result = run(server.target(), new LoadSpec.Shape(1, 1, 100), Duration.ofSeconds(1));
            assertThat(result.latencies().count()).isEqualTo(100);
            assertThat(result.failed()).isZero();
            // About 40 of the 100 requests were due within the stall; only one of them was sent in it.
            assertThat(result.latencies().percentiles().p90()).isGreaterThan(200_000);
            assertThat(result.serviceTimes().percentiles().p90()).isLessThan(200_000);
            assertThat(result.longestGapMillis()).isGreaterThan(390);
        }
    }

    @Test
    void fixedRate_beyondWhatTheServerCan_reportsWhatWasNeverSent() throws Exception {
        try (ScriptedServer server = new ScriptedServer(n -> {
            TimeUnit.MILLISECONDS.sleep(50);
            return Reply.ok("{}");
        })) {
            LoadSpec.Timing timing = new LoadSpec.Timing(Duration.ZERO, Duration.ofMillis(400), Duration.ofMillis(200));
            LoadSpec spec = new LoadSpec(server.target(), new LoadSpec.Shape(1, 1, 1000), timing);
            LoadResult result = LoadRun.run(spec, deck(server.target()));
            assertThat(result.unsent()).isGreaterThan(300);
            assertThat(result.failed()).isGreaterThanOrEqualTo(result.unsent());
            assertThat(result.answered() + result.unsent() + result.failures().getOrDefault(Failure.TIMEOUT, 0L))
                    .isEqualTo(400);
        }
    }

    @Test
    void start_withoutAServer_namesTheAddress() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Target target = Target.parse("http://127.0.0.1:" + port);
        assertThatThrownBy(() -> run(target, LoadSpec.Shape.closedLoop(1), BRIEF))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(target.toString())
                .hasMessageContaining("refused")
                .hasMessageContaining("is the server running?");
    }
}
