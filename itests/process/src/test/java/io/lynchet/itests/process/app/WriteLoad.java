// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.AuthApp.Answer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Writes at a steady rate from a few threads until it is closed. What fails because the server is away is tried no
 * further.
 */
public final class WriteLoad implements AutoCloseable {
    /** One request. */
    public record Write(String method, String path, String body) {}

    private static final int THREADS = 4;
    private static final long AWAY_NANOS = 50_000_000L;

    private final LiveApp app;
    private final IntFunction<Write> writes;
    private final long periodNanos;
    private final AtomicInteger named = new AtomicInteger();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS, task -> {
        Thread made = new Thread(task, "writer-" + named.getAndIncrement());
        made.setDaemon(true);
        return made;
    });
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong lastSeq = new AtomicLong();
    private final AtomicLong next = new AtomicLong();
    private final List<String> unexpected = new java.util.concurrent.CopyOnWriteArrayList<>();

    /** @param writes for each number from 0 on; called by several threads */
    public WriteLoad(LiveApp app, int perSecond, IntFunction<Write> writes) {
        this.app = app;
        this.writes = writes;
        this.periodNanos = 1_000_000_000L * THREADS / perSecond;
        for (int i = 0; i < THREADS; i++) {
            long first = System.nanoTime();
            threads.execute(() -> run(first));
        }
    }

    private void run(long due) {
        Write write = writes.apply((int) next.getAndIncrement());
        long pause = 0;
        try {
            take(app.trySend(write.method(), write.path(), LiveApp.ADMIN, write.body()));
        } catch (IOException e) {
            // The server was killed, or is not up again.
            failed.incrementAndGet();
            pause = AWAY_NANOS;
        }
        // What could not be written in time is not written later: no burst after a pause.
        long now = System.nanoTime();
        long again = Math.max(due + periodNanos, now - periodNanos);
        synchronized (threads) {
            if (!threads.isShutdown()) {
                threads.schedule(() -> run(again), Math.max(pause, again - now), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void take(Answer answer) {
        if (answer.status() / 100 == 2) {
            done.incrementAndGet();
            answer.headers()
                    .firstValue("X-Pylon-Change-Seq")
                    .ifPresent(seq -> lastSeq.accumulateAndGet(Long.parseLong(seq), Math::max));
        } else if (answer.status() == 503) {
            failed.incrementAndGet();
        } else {
            unexpected.add(answer.status() + " " + answer.body());
        }
    }

    public long done() {
        return done.get();
    }

    long failed() {
        return failed.get();
    }

    /** The newest change that was answered. */
    public long lastSeq() {
        return lastSeq.get();
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops all writers; fails when an answer was none that may be. */
    public void stop() {
        synchronized (threads) {
            threads.shutdown();
        }
        try {
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!unexpected.isEmpty()) {
            throw new AssertionError(unexpected.size() + " writes were refused: " + unexpected.get(0));
        }
    }
}
