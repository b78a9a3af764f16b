// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import io.lynchet.itests.bench.socket.FarmSocket;
import io.lynchet.itests.bench.socket.SocketFarm;
import io.lynchet.itests.bench.socket.SocketFarm.Opening;
import io.lynchet.json.JsonNode;
import io.lynchet.testkit.Await;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One live query over a socket of a farm, that comes back with its cursor when the socket is lost, as clients do. */
public final class LiveClient implements SocketFarm.Ear {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long PING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "comes-back");
        thread.setDaemon(true);
        return thread;
    });

    public final LiveReplica replica;
    private final SocketFarm farm;
    private final Opening opening;
    private final int backMillis;
    private final ConcurrentLinkedQueue<Integer> closeCodes = new ConcurrentLinkedQueue<>();
    private volatile Consumer<JsonNode.ObjectNode> listener = frame -> {};
    private volatile FarmSocket socket;
    private volatile int answered;
    private volatile long pong = -1;
    private volatile boolean fresh;

    /** @param backMillis how long after a loss it comes back */
    public LiveClient(SocketFarm farm, Opening opening, int backMillis, LiveReplica replica) {
        this.farm = farm;
        this.opening = opening;
        this.backMillis = backMillis;
        this.replica = replica;
    }

    /** Hears all frames about the query after the replica has taken them. */
    public LiveClient hearing(Consumer<JsonNode.ObjectNode> all) {
        listener = all;
        return this;
    }

    public LiveClient connect() {
        farm.open(opening, this);
        return this;
    }

    public FarmSocket socket() {
        return socket;
    }

    /** How often a subscription got its first frame. */
    int answered() {
        return answered;
    }

    /** Up to where the last pong said that everything has come. */
    long pong() {
        return pong;
    }

    public void ping() {
        socket.send("{\"type\":\"ping\"}");
    }

    /** Why its sockets ended, in their order. */
    public ConcurrentLinkedQueue<Integer> closeCodes() {
        return closeCodes;
    }

    /** Waits until all have got so many first frames. */
    public static void awaitAnswers(List<LiveClient> clients, int count) {
        try {
            Await.until(
                    "answer " + count + " of all",
                    PATIENCE,
                    () -> clients.stream().allMatch(client -> client.answered() >= count));
        } catch (AssertionError e) {
            List<LiveClient> without =
                    clients.stream().filter(client -> client.answered() < count).toList();
            throw new AssertionError(
                    e.getMessage() + "; " + without.size() + " have none, such as " + without.get(0), e);
        }
    }

    /** Waits until all have everything up to there. */
    public static void awaitSeq(List<LiveClient> clients, long seq) {
        AtomicLong next = new AtomicLong(System.nanoTime());
        Await.until("pongs of " + seq, PATIENCE, () -> {
            if (System.nanoTime() - next.get() >= 0) {
                clients.stream().filter(client -> client.pong() < seq).forEach(LiveClient::ping);
                next.set(System.nanoTime() + PING_NANOS);
            }
            return clients.stream().allMatch(client -> client.pong() >= seq);
        });
    }

    @Override
    public String toString() {
        return replica.subscribe() + " which heard " + replica.types() + ", and whose sockets ended with " + closeCodes;
    }

    // All below on the farm's one thread.
    @Override
    public void opened(FarmSocket now) {
        socket = now;
        fresh = true;
        pong = -1;
        socket.send(replica.subscribe());
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void text(ByteBuffer bytes) {
        String text = StandardCharsets.UTF_8.decode(bytes).toString();
        JsonNode.ObjectNode frame = LivePeer.node(text);
        if (text.startsWith("{\"type\":\"pong\"")) {
            pong = (Long) frame.get("seq").plain();
        } else if (replica.take(frame)) {
            if (fresh) {
                fresh = false;
                answered++;
            }
            listener.accept(frame);
        }
    }

    @Override
    public void closed(int code) {
        closeCodes.add(code);
        var unused = CLOCK.schedule(this::connect, backMillis, TimeUnit.MILLISECONDS);
    }
}
