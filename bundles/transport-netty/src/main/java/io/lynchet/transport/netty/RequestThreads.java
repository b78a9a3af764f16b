// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.core.limit.TransportSettings;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which routers and handlers may block: virtual ones where the JVM has them, else a bounded pool. */
final class RequestThreads implements Executor, AutoCloseable {
    private static final int IDLE_SECONDS = 30;

    /** The number of messages that may wait for a thread. */
    private static final int MESSAGES_MAX = 65_536;

    private final ExecutorService threads;
    private final boolean virtual;

    private RequestThreads(ExecutorService threads, boolean virtual) {
        this.threads = threads;
        this.virtual = virtual;
    }

    static RequestThreads start(TransportSettings settings) {
        ExecutorService virtual = settings.virtualThreads() ? virtualThreads() : null;
        return virtual != null ? new RequestThreads(virtual, true) : new RequestThreads(pool(settings), false);
    }

    /** Returns the executor, or null before Java 21. */
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("virtual threads are not available", e);
        }
    }

    /** All requests in flight find room; messages of channels may not. */
    private static ExecutorService pool(TransportSettings settings) {
        int threadsMax = settings.threadsMax();
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threadsMax,
                threadsMax,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(settings.requestsMax() + MESSAGES_MAX),
                task -> {
                    Thread thread = new Thread(task, "http-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Returns whether a waiting thread costs little. */
    boolean areVirtual() {
        return virtual;
    }

    /** @throws java.util.concurrent.RejectedExecutionException when too many wait, or the transport has stopped */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Interrupts running tasks, and does not wait for them. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
