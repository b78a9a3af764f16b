// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.attack;

import io.lynchet.itests.bench.socket.FarmSocket;
import io.lynchet.itests.bench.socket.SocketFarm;
import io.lynchet.itests.bench.socket.SocketFarm.Opening;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What strangers do who mean the server harm. A program of its own, so that it can have a lower priority, as if it ran
 * on other machines.
 */
public final class Attack {
    private static final int SOCKETS = 3;
    private static final int SUBSCRIPTIONS = 200;
    private static final int CLIENTS = 24;
    private static final int SLOW_CLIENTS = 1_000;
    private static final long LEAVE_AFTER_MILLIS = 200;

    enum Kind {
        /** Three sockets with 200 live queries of all rows each, again and again. */
        LIVE,
        /** Large lists, graphs, groups and pull pages, of which a part is never read. */
        ANSWERS,
        /** Searches in long texts under many conditions, by clients who leave. */
        PROCESSOR,
        /** Heads and bodies of which a byte comes now and then. */
        SLOW
    }

    private final InetSocketAddress server;
    private final URI base;
    private final long end;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Attack(URI base, int seconds) {
        this.base = base;
        this.server = new InetSocketAddress(base.getHost(), base.getPort());
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Arguments: kind, address of the server, seconds. */
    public static void main(String[] words) throws Exception {
        Attack attack = new Attack(URI.create(words[1]), Integer.parseInt(words[2]));
        switch (Kind.valueOf(words[0])) {
            case LIVE -> attack.subscribeAll();
            case ANSWERS -> attack.many(CLIENTS, attack::askForMuch);
            case PROCESSOR -> attack.many(CLIENTS, attack::search);
            case SLOW -> attack.many(SLOW_CLIENTS, attack::dawdle);
        }
        // Clients who wait for the server are not waited for.
        System.exit(0);
    }

    private boolean goesOn() {
        return System.nanoTime() < end;
    }

    /** The strangers come from three addresses. */
    private static String address(int client) {
        return "127.0.0." + (2 + client % SOCKETS);
    }

    private interface Client {
        void act(int number, int turn) throws IOException;
    }

    private void many(int clients, Client client) throws InterruptedException {
        AtomicInteger turns = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        for (int i = 0; i < clients; i++) {
            int number = i;
            threads.execute(() -> {
                for (int turn = 0; goesOn(); turn++) {
                    try {
                        client.act(number, turn);
                        turns.incrementAndGet();
                    } catch (IOException e) {
                        refused.incrementAndGet();
                        pause(100);
                    }
                }
            });
        }
        pause(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        ended.countDown();
        threads.shutdown();
        threads.awaitTermination(2, TimeUnit.SECONDS);
        System.out.println(turns + " turns, " + refused + " of them cut off");
    }

    /** So long, or until it is over. */
    private void pause(long millis) {
        try {
            boolean unused = ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connect(int client) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address(client), 0));
        socket.connect(server, 10_000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static byte[] post(String path, String body) {
        return ("POST " + path
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void askForMuch(int number, int turn) throws IOException {
        byte[] request = switch ((number + turn) % 5) {
            case 0 -> get("/api/entities/Item?limit=5000");
            case 1 -> post("/api/query", "{\"Child\":{\"include\":{\"largeOne\":{}},\"limit\":4900}}");
            case 2 -> post("/api/aggregate/Item", "{\"count\":\"*\",\"groupBy\":[\"text\",\"part\"]}");
            case 3 -> get("/api/sync/pull?since=0&limit=1000");
            default -> post("/api/query/Item", "{\"$limit\":5000}");
        };
        try (Socket socket = connect(number)) {
            socket.getOutputStream().write(request);
            if (number % 2 == 0) {
                drain(socket.getInputStream());
            } else {
                pause(5_000);
            }
        }
    }

    private static void drain(InputStream in) throws IOException {
        byte[] bytes = new byte[1 << 16];
        while (in.read(bytes) >= 0) {
            // Nobody looks at it.
        }
    }

    private void search(int number, int turn) throws IOException {
        String conditions = IntStream.range(0, 95)
                .mapToObj(i -> "{\"text\":{\"$like\":\"%x%x%x%x%x%" + i + turn + number + "%\"}}")
                .collect(Collectors.joining(",", "{\"$or\":[", "]}"));
        try (Socket socket = connect(number)) {
            socket.getOutputStream().write(post("/api/query/Long", conditions));
            pause(number % 3 == 0 ? 2_000 : LEAVE_AFTER_MILLIS);
        }
    }

    private void dawdle(int number, int turn) throws IOException {
        try (Socket socket = connect(number)) {
            String begin = number % 2 == 0
                    ? "GET /api/entities/Item HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
                    : "POST /api/entities/Item HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
            socket.getOutputStream().write(begin.getBytes(StandardCharsets.UTF_8));
            while (goesOn()) {
                pause(10_000);
                socket.getOutputStream().write('a');
            }
        }
    }

    /** Forgets what it hears, but for how often it was answered. */
    private static final class Stranger implements SocketFarm.Ear {
        private final AtomicInteger answers = new AtomicInteger();
        private volatile boolean gone;
        private volatile FarmSocket socket;

        @Override
        public void opened(FarmSocket opened) {
            socket = opened;
        }

        @Override
        public void text(ByteBuffer text) {
            answers.incrementAndGet();
        }

        @Override
        public void closed(int code) {
            gone = true;
        }

        boolean waits() {
            return !gone && answers.get() < SUBSCRIPTIONS;
        }
    }

    private void subscribeAll() throws Exception {
        int rounds = 0;
        int answers = 0;
        try (SocketFarm farm = new SocketFarm(base)) {
            while (goesOn()) {
                List<Stranger> strangers = new ArrayList<>();
                for (int i = 0; i < SOCKETS; i++) {
                    Stranger stranger = new Stranger();
                    strangers.add(stranger);
                    farm.open(new Opening("/api/live", address(i), null, 0), stranger);
                }
                waitUntil(() -> strangers.stream().allMatch(stranger -> stranger.gone || stranger.socket != null));
                for (int query = 0; query < SUBSCRIPTIONS; query++) {
                    for (Stranger stranger : strangers) {
                        subscribe(stranger, strangers.indexOf(stranger), query);
                    }
                }
                waitUntil(() -> strangers.stream().noneMatch(Stranger::waits));
                rounds++;
                answers += strangers.stream()
                        .mapToInt(stranger -> stranger.answers.get())
                        .sum();
                // Some more, to be told what others write.
                long enough = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
                waitUntil(() -> System.nanoTime() > enough);
                for (Stranger stranger : strangers) {
                    if (stranger.socket != null) {
                        stranger.socket.drop();
                    }
                }
            }
        }
        System.out.println(rounds + " rounds, " + answers + " answers");
    }

    private void waitUntil(BooleanSupplier done) {
        while (goesOn() && !done.getAsBoolean()) {
            pause(10);
        }
    }

    private static void subscribe(Stranger stranger, int number, int query) {
        if (stranger.socket != null) {
            int least = -1 - SUBSCRIPTIONS * number - query;
            stranger.socket.send("{\"type\":\"subscribe\",\"id\":\"q" + query
                    + "\",\"entity\":\"Item\",\"limit\":5000,\"where\":{\"part\":{\"$gte\":" + least + "}}}");
        }
    }
}
