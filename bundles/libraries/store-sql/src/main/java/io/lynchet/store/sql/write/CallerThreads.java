// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.api.store.WriterThreads;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which callers go on when their commits are decided. A caller that blocks its thread, such as with a
 * line for a log that nobody reads, delays no other: each blocked thread is replaced, up to {@link #THREADS_MAX}.
 */
final class CallerThreads {
    /** A thread that has been at one caller for longer counts as blocked. */
    static final long BLOCKED_MILLIS = 10;

    static final int THREADS_MAX = 64;

    /** When more callers wait for a thread, the notifier goes on with the next one itself, and so the writer waits. */
    private static final int WAITING_MAX = 10_000;

    private static final long IDLE_SECONDS = 10;

    private final int usual = Math.max(2, Runtime.getRuntime().availableProcessors());
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Set<CallerThread> alive = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads;

    /** @param name the name of the store, for thread names */
    CallerThreads(String name) {
        AtomicInteger made = new AtomicInteger();
        threads = new Pool(worker -> new CallerThread(worker, name + "-caller-" + made.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
    }

    private final class Pool extends ThreadPoolExecutor {
        Pool(ThreadFactory factory) {
            super(usual, THREADS_MAX, IDLE_SECONDS, TimeUnit.SECONDS, waiting, factory, (caller, pool) -> caller.run());
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable caller) {
            ((CallerThread) thread).begin();
        }

        @Override
        protected void afterExecute(Runnable caller, Throwable failure) {
            ((CallerThread) Thread.currentThread()).end();
        }
    }

    private final class CallerThread extends Thread {
        private volatile long sinceNanos;
        private volatile boolean busy;

        CallerThread(Runnable worker, String name) {
            super(worker, name);
            setDaemon(true);
        }

        @Override
        public void run() {
            alive.add(this);
            WriterThreads.enter(WriterThreads.Part.TELLING);
            try {
                super.run();
            } finally {
                alive.remove(this);
            }
        }

        void begin() {
            sinceNanos = System.nanoTime();
            busy = true;
        }

        void end() {
            busy = false;
        }

        /** Returns how long the thread has been at its caller; 0 when it has none. */
        long busyNanos(long now) {
            return busy ? Math.max(0, now - sinceNanos) : 0;
        }
    }

    /** Lets a caller go on. Blocks only when {@link #WAITING_MAX} callers wait for a thread. */
    void goOn(CommitRequest caller) {
        threads.execute(caller::finish);
    }

    /** Returns whether callers wait for a thread. Then {@link #replaceBlocked} is to be called now and then. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Replaces threads that are blocked while callers wait. Confined to the notification thread. */
    void replaceBlocked() {
        int wanted = usual;
        if (hasWaiting()) {
            long now = System.nanoTime();
            for (CallerThread thread : alive) {
                if (thread.busyNanos(now) > TimeUnit.MILLISECONDS.toNanos(BLOCKED_MILLIS)) {
                    wanted++;
                }
            }
        }
        wanted = Math.min(wanted, THREADS_MAX);
        if (wanted != threads.getCorePoolSize()) {
            threads.setCorePoolSize(wanted);
        }
    }

    /** Returns how long callers have been waiting for a thread while all are blocked; 0 when that is not so. */
    long standingNanos() {
        if (!hasWaiting() || threads.getPoolSize() < THREADS_MAX) {
            return 0;
        }
        long now = System.nanoTime();
        return alive.stream().mapToLong(thread -> thread.busyNanos(now)).min().orElse(0);
    }

    /**
     * Lets all callers go on, and ends. Blocks for at most that time, and then interrupts the callers that are busy;
     * those that wait go on afterwards.
     *
     * @return whether all callers went on in that time
     */
    boolean close(long atMostMillis) {
        threads.shutdown();
        boolean well = false;
        try {
            well = threads.awaitTermination(atMostMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!well) {
            alive.stream().filter(thread -> thread.busy).forEach(Thread::interrupt);
        }
        return well;
    }
}
