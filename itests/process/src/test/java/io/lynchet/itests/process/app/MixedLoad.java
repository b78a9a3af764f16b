// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.AuthApp.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many connections that write rows and read them again, each as fast as it is answered; remembers what was
 * acknowledged, what failed, and the longest wait.
 */
public final class MixedLoad implements AutoCloseable {
    public final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> clients = new ArrayList<>();
    private final LiveApp app;
    private final String entity;

    /** @param entity with an integer {@code n} */
    public MixedLoad(LiveApp app, String entity, int connections) {
        this.app = app;
        this.entity = entity;
        for (int i = 0; i < connections; i++) {
            int part = i;
            clients.add(threads.submit(() -> run(part)));
        }
    }

    private void run(int part) {
        for (int n = 0; going.get(); n++) {
            Answer inserted =
                    ask("POST", "/api/entities/" + entity, "{\"part\":" + part % 10 + ",\"n\":" + n + "}", 201);
            if (inserted != null) {
                String id = inserted.text("id");
                long seq = Long.parseLong(
                        inserted.headers().firstValue("X-Pylon-Change-Seq").orElse("-1"));
                acknowledged.put(id, seq);
                if (ask("GET", "/api/entities/" + entity + "/" + id, null, 200) != null) {
                    reads.incrementAndGet();
                }
            }
        }
    }

    private Answer ask(String method, String path, String body, int wanted) {
        long began = System.nanoTime();
        try {
            Answer answer = app.trySend(method, path, LiveApp.ADMIN, body);
            longestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
            if (answer.status() == wanted) {
                return answer;
            }
            failures.add(method + " " + path + ": " + answer.status() + " " + answer.body());
        } catch (IOException e) {
            failures.add(method + " " + path + ": " + e);
        }
        return null;
    }

    public int done() {
        return acknowledged.size();
    }

    /** Since the last call, in milliseconds. */
    public long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestNanos.getAndSet(0));
    }

    public long reads() {
        return reads.get();
    }

    public void assertNoFailures() {
        assertThat(failures).as("failed requests").isEmpty();
    }

    @Override
    public void close() throws Exception {
        going.set(false);
        threads.shutdown();
        for (Future<?> client : clients) {
            client.get(60, TimeUnit.SECONDS);
        }
    }
}
