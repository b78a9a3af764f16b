// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Threads that call in a loop until they are stopped, and single calls that are expected to block. */
final class Callers implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> loops = new ArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private final Semaphore succeeded = new Semaphore(0);
    private volatile boolean stopped;

    /** Starts so many threads that repeat the call; the call's failure fails {@link #stop}. */
    Callers loop(int count, BooleanSupplier call) {
        for (int i = 0; i < count; i++) {
            loops.add(threads.submit(() -> {
                while (!stopped) {
                    if (call.getAsBoolean()) {
                        calls.incrementAndGet();
                        succeeded.release();
                    }
                    // Outside the call: on a busy machine a thread that never gives way is stopped inside one, and
                    // every swap would wait until it is its turn again.
                    Thread.yield();
                }
            }));
        }
        return this;
    }

    /** Waits until so many further calls have succeeded, so that a change meets traffic. */
    void awaitCalls(int more) throws InterruptedException {
        succeeded.drainPermits();
        assertThat(succeeded.tryAcquire(more, 60, TimeUnit.SECONDS))
                .as("calls succeed")
                .isTrue();
    }

    /** Ends the loops and returns how many calls succeeded. */
    long stop() throws Exception {
        stopped = true;
        for (Future<?> loop : loops) {
            loop.get(30, TimeUnit.SECONDS);
        }
        return calls.get();
    }

    /** Starts a call and returns when its thread waits in it. */
    <T> Future<T> blocked(java.util.concurrent.Callable<T> call) throws InterruptedException {
        BlockingQueue<Thread> started = new LinkedBlockingQueue<>();
        Future<T> result = threads.submit(() -> {
            started.add(Thread.currentThread());
            return call.call();
        });
        Thread thread = started.take();
        while (thread.getState() != Thread.State.TIMED_WAITING && !result.isDone()) {
            Thread.yield();
        }
        return result;
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
