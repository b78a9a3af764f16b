// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import io.lynchet.itests.process.app.AuthApp.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Signed-in users who do ordinary things at fixed moments, whatever the server does. A wait counts from its moment. */
public final class Bystanders implements AutoCloseable {
    private static final int USERS = 8;
    private static final long PERIOD_MILLIS = 50;
    private static final int KINDS = 5;

    private final LiveApp app;
    private final List<String> tokens;
    private final List<String> rows;
    private final Map<String, ConcurrentLinkedQueue<Long>> waits = new TreeMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(USERS);

    /** @param rows of {@code Note} that are read by their ids */
    public Bystanders(LiveApp app, List<String> rows) {
        this.app = app;
        this.rows = rows;
        this.tokens =
                IntStream.range(0, USERS).mapToObj(i -> app.mint("user" + i)).toList();
        for (String kind : List.of("insert", "get", "list", "query", "live")) {
            waits.put(kind, new ConcurrentLinkedQueue<>());
        }
        for (int i = 0; i < USERS; i++) {
            String token = tokens.get(i);
            long first = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS * i / USERS);
            threads.execute(() -> act(token, first, 0));
        }
    }

    private void act(String token, long due, int turn) {
        try {
            switch (turn % KINDS) {
                case 0 -> asked(due, "insert", "POST", "/api/entities/Note", token, "{\"text\":\"mine\"}");
                case 1 -> asked(due, "list", "GET", "/api/entities/Note?limit=20", token, null);
                case 2 -> asked(due, "query", "POST", "/api/query/Item", token, "{\"part\":" + turn + "}");
                default -> asked(due, "get", "GET", "/api/entities/Note/" + rows.get(turn % rows.size()), token, null);
            }
            if (turn % 100 == 0) {
                subscribe(token);
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            failures.add(e.toString());
        }
        long next = due + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
        threads.schedule(() -> act(token, next, turn + 1), next - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void asked(long due, String kind, String method, String path, String token, String body)
            throws IOException {
        Answer answer = app.trySend(method, path, token, body);
        if (answer.status() / 100 == 2) {
            waits.get(kind).add(System.nanoTime() - due);
        } else {
            failures.add(kind + ": " + answer.status() + " " + answer.body());
        }
    }

    private void subscribe(String token) {
        long began = System.nanoTime();
        try (LivePeer peer = LivePeer.open(app.base(), token)) {
            peer.subscribe("n", "\"entity\":\"Note\",\"limit\":10");
            waits.get("live").add(System.nanoTime() - began);
        }
    }

    /** Milliseconds. */
    public record Waits(int count, double p50, double p99, double max) {
        static Waits of(List<Long> nanos) {
            List<Long> sorted = nanos.stream().sorted().toList();
            return new Waits(sorted.size(), part(sorted, 0.5), part(sorted, 0.99), part(sorted, 1));
        }

        private static double part(List<Long> sorted, double share) {
            return sorted.isEmpty() ? Double.NaN : sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
        }
    }

    /** What they waited since the last call, by what they did; {@code all} for all requests, live queries left out. */
    public Map<String, Waits> take() {
        Map<String, Waits> taken = new TreeMap<>();
        List<Long> all = new ArrayList<>();
        waits.forEach((kind, queue) -> {
            List<Long> nanos = new ArrayList<>();
            for (Long wait = queue.poll(); wait != null; wait = queue.poll()) {
                nanos.add(wait);
            }
            taken.put(kind, Waits.of(nanos));
            if (!kind.equals("live")) {
                all.addAll(nanos);
            }
        });
        taken.put("all", Waits.of(all));
        return taken;
    }

    public List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(30, TimeUnit.SECONDS);
    }
}
