// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process;

import io.lynchet.itests.process.AuthApp.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Writes at a steady rate from a few threads until it is closed. What fails because the server is away is tried no further. */
final class WriteLoad implements AutoCloseable {
    /** One request. */
    record Write(String method, String path, String body) {}

    private static final int THREADS = 4;
    private static final long AWAY_NANOS = 50_000_000L;

    private final LiveApp app;
    private final IntFunction<Write> writes;
    private final long periodNanos;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong lastSeq = new AtomicLong();
    private final AtomicLong next = new AtomicLong();
    private final List<String> unexpected = new java.util.concurrent.CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** @param writes for each number from 0 on; called by several threads */
    WriteLoad(LiveApp app, int perSecond, IntFunction<Write> writes) {
        this.app = app;
        this.writes = writes;
        this.periodNanos = 1_000_000_000L * THREADS / perSecond;
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::run, "writer-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void run() {
        long due = System.nanoTime();
        while (!closed) {
            Write write = writes.apply((int) next.getAndIncrement());
            try {
                take(app.trySend(write.method(), write.path(), LiveApp.ADMIN, write.body()));
            } catch (IOException e) {
                // The server was killed, or is not up again.
                failed.incrementAndGet();
                LockSupport.parkNanos(AWAY_NANOS);
            }
            // What could not be written in time is not written later: no burst after a pause.
            due = Math.max(due + periodNanos, System.nanoTime() - periodNanos);
            LockSupport.parkNanos(due - System.nanoTime());
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

    long done() {
        return done.get();
    }

    long failed() {
        return failed.get();
    }

    /** The newest change that was answered. */
    long lastSeq() {
        return lastSeq.get();
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops all writers; fails when an answer was none that may be. */
    void stop() {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.join(30_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!unexpected.isEmpty()) {
            throw new AssertionError(unexpected.size() + " writes were refused: " + unexpected.get(0));
        }
    }
}
