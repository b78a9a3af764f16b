// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.principal.Principal;
import io.lynchet.json.JsonNode;
import io.lynchet.live.group.LiveLimits;
import io.lynchet.live.group.Subscription;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveBudgetTest {
    private static final int ROWS = 50;
    private static final int TEXT_CHARS = 1_000;

    @TempDir
    Path folder;

    private LiveScene scene;

    private void open(long resultBytes, long callerBytes) throws IOException {
        scene = new LiveScene(folder, LiveScene.NOTES, new LiveLimits(resultBytes, callerBytes, 1L << 20));
        for (int i = 0; i < ROWS; i++) {
            scene.insert("News", "title", i + "x".repeat(TEXT_CHARS), "rank", (long) i);
        }
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private FakeSocket stranger(String network) {
        FakeSocket socket = scene.socket(Principal.ANONYMOUS);
        socket.network(network);
        return socket;
    }

    /** Queries that are all different and show the same rows. */
    private List<LiveClient> subscribeMany(FakeSocket socket, int queries, int first) {
        List<LiveClient> clients = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            clients.add(scene.subscribe(
                    socket, "\"entity\":\"News\",\"where\":{\"rank\":{\"$gte\":" + (-1 - first - i) + "}}"));
        }
        return clients;
    }

    private <T> T onEngine(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        scene.engine.mailbox().post(() -> answer.complete(question.get()));
        return answer.join();
    }

    private static Object code(LiveClient client) {
        return client.error == null
                ? null
                : ((JsonNode.ObjectNode) client.error).get("code").plain();
    }

    @Test
    void subscriptionsOfOneNetwork_beyondItsShare_areRefused_andOthersAreServed() throws IOException {
        open(4_000_000, 500_000);
        List<LiveClient> clients = new ArrayList<>();
        List<FakeSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FakeSocket socket = stranger("192.0.2.7");
            sockets.add(socket);
            clients.addAll(subscribeMany(socket, 20, i * 20));
        }
        scene.settle(sockets.toArray(FakeSocket[]::new));
        assertThat(clients.stream().filter(client -> client.rows.size() == ROWS).count())
                .isBetween(2L, 6L);
        assertThat(clients.stream().filter(client -> client.rows.isEmpty()))
                .hasSizeGreaterThan(50)
                .allSatisfy(client -> assertThat(code(client)).isEqualTo("LIMIT_EXCEEDED"));
        FakeSocket other = stranger("198.51.100.1");
        LiveClient served = scene.subscribe(other, "\"entity\":\"News\"");
        scene.settle(other);
        assertThat(served.rows).hasSize(ROWS);
    }

    @Test
    void resultsOfEverybody_beyondTheLimit_areRefused_andThereIsRoomAgainWhenTheyLeave() throws IOException {
        open(300_000, 250_000);
        List<LiveClient> clients = new ArrayList<>();
        List<FakeSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            FakeSocket socket = stranger("192.0.2." + i);
            sockets.add(socket);
            clients.addAll(subscribeMany(socket, 1, i));
            scene.settle(socket);
        }
        assertThat(clients.stream().filter(client -> client.rows.size() == ROWS).count())
                .isGreaterThan(2);
        assertThat(clients.stream().filter(client -> client.rows.isEmpty()))
                .isNotEmpty()
                .allSatisfy(client -> assertThat(code(client)).isEqualTo("OVERLOADED"));
        assertThat(scene.engine.budget().bytes()).isLessThanOrEqualTo(300_000);
        sockets.forEach(scene.frames::closed);
        FakeSocket late = stranger("198.51.100.1");
        LiveClient served = scene.subscribe(late, "\"entity\":\"News\"");
        scene.settle(late);
        assertThat(served.rows).hasSize(ROWS);
    }

    @Test
    void rowsOfManyResults_areHeldOnce_andNothingIsLeftOfThemAfterwards() throws IOException {
        open(40_000_000, 30_000_000);
        FakeSocket socket = stranger("192.0.2.7");
        List<LiveClient> clients = subscribeMany(socket, 200, 0);
        scene.settle(socket);
        assertThat(clients).allSatisfy(client -> assertThat(client.rows).hasSize(ROWS));
        long rows = onEngine(() -> scene.engine.budget().rows().bytes());
        assertThat(rows).isBetween(ROWS * 2L * TEXT_CHARS, ROWS * 2L * (TEXT_CHARS + 300));
        scene.update("News", clients.get(0).rows.keySet().iterator().next(), "title", "y".repeat(TEXT_CHARS));
        scene.settle(socket);
        assertThat(onEngine(() -> scene.engine.budget().rows().bytes())).isBetween(rows - 100, rows + 100);
        scene.frames.closed(socket);
        onEngine(() -> {
            scene.engine.memberships().removeEmpty();
            return null;
        });
        assertThat(onEngine(() -> scene.engine.budget().rows().bytes())).isZero();
        assertThat(scene.engine.budget().bytes()).isZero();
        assertThat(onEngine(() -> scene.engine.budget().callers())).isZero();
    }

    @Test
    void resultThatGrows_beyondTheShareOfItsCaller_isEnded_andOthersGoOn() throws IOException {
        open(4_000_000, 400_000);
        FakeSocket socket = stranger("192.0.2.7");
        LiveClient growing = scene.subscribe(socket, "\"entity\":\"News\",\"where\":{\"rank\":{\"$gte\":0}}");
        FakeSocket other = stranger("198.51.100.1");
        LiveClient small = scene.subscribe(other, "\"entity\":\"News\",\"where\":{\"rank\":-5}");
        scene.settle(socket, other);
        assertThat(growing.rows).hasSize(ROWS);
        for (int i = 0; i < 3 * ROWS; i++) {
            scene.insert("News", "title", "more" + i + "x".repeat(TEXT_CHARS), "rank", 1_000L + i);
        }
        String last = scene.insert("News", "title", "the small one", "rank", -5L);
        scene.settle(other);
        scene.take(socket);
        assertThat(code(growing)).isEqualTo("LIMIT_EXCEEDED");
        assertThat(small.rows).containsOnlyKeys(last);
        assertThat(small.error).isNull();
    }

    @Test
    void resultThatIsTooLarge_isRefusedWhileItIsRead() throws IOException {
        open(4_000_000, 100_000);
        FakeSocket socket = stranger("192.0.2.7");
        LiveClient client = scene.subscribe(socket, "\"entity\":\"News\"");
        Await.until("the large one to be refused", () -> {
            scene.take(socket);
            return client.error != null;
        });
        // What the large one had taken while it was read is given back.
        LiveClient one = scene.subscribe(socket, "\"entity\":\"News\",\"where\":{\"rank\":3}");
        Await.until("the small one to be told", () -> {
            scene.take(socket);
            return one.rows.size() == 1;
        });
        assertThat(code(client)).isEqualTo("LIMIT_EXCEEDED");
        assertThat(onEngine(() -> scene.engine.budget().rows().bytes())).isLessThan(3_000);
    }

    @Test
    void largeFrames_waitUntilClientsHaveTakenOthers() throws IOException {
        open(40_000_000, 30_000_000);
        for (int i = 0; i < 400; i++) {
            scene.insert("News", "title", i + "y".repeat(TEXT_CHARS), "rank", 5_000L);
        }
        List<LargeSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            LargeSocket socket = new LargeSocket("192.0.2." + i);
            sockets.add(socket);
            scene.send(socket, "subscribe", "{\"type\":\"subscribe\",\"id\":\"q\",\"entity\":\"News\"}");
        }
        Await.until("the first of them to be told", () -> sockets.stream().anyMatch(LargeSocket::isTold));
        long told = onEngine(() -> sockets.stream().filter(LargeSocket::isTold).count());
        assertThat(told).as("frames of about 0.5 MiB in 1 MiB").isLessThan(4);
        Await.until("all of them to be told in turn", () -> {
            sockets.forEach(LargeSocket::drain);
            return sockets.stream().allMatch(LargeSocket::isTold);
        });
    }

    @Test
    void clientThatIsSlowAgain_waitsBehindThoseThatWaitAlready() throws IOException {
        open(40_000_000, 30_000_000);
        for (int i = 0; i < 300; i++) {
            scene.insert("News", "title", i + "y".repeat(TEXT_CHARS), "rank", 5_000L);
        }
        LargeSocket slow = subscribed("192.0.2.1");
        Await.until("the slow one's snapshot", slow::isTold);
        LargeSocket waiting = subscribed("192.0.2.2");
        endTurn();
        assertThat(waiting.isTold()).as("one snapshot takes the room").isFalse();
        slow.takeOnly(0);
        scene.insert("News", "title", "lost", "rank", 6_000L);
        Await.until(
                "the slow one to be lost",
                () -> onEngine(() -> scene.engine.memberships().all().stream()
                        .anyMatch(member -> member.state == Subscription.State.LOST)));

        // In one turn: the room comes back, and the slow one asks for its next snapshot.
        onEngine(() -> {
            slow.drain();
            return null;
        });
        endTurn();

        assertThat(waiting.isTold()).isTrue();
    }

    /** Waits until the engine has ended a turn that began after everything before. */
    private void endTurn() {
        onEngine(() -> null);
        onEngine(() -> null);
    }

    private LargeSocket subscribed(String network) {
        LargeSocket socket = new LargeSocket(network);
        scene.send(socket, "subscribe", "{\"type\":\"subscribe\",\"id\":\"q\",\"entity\":\"News\"}");
        return socket;
    }
}
