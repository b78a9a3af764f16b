// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The threads that read results from the store. Any thread may call its methods, which never block, except
 * {@link #awaitEnd}.
 *
 * <p>Callers take turns, so one caller's many expensive live queries delay another's first result by one read at most.
 * A caller whose read was in vain rests {@link #REST_SHARE} times as long as the read took.
 */
final class ResultReaders {
    static final int REST_SHARE = 10;

    private static final String NOBODY = "";

    private final int waitingMax;
    private final LongSupplier nanos;
    private final ExecutorService threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();

    /** The waiting reads by caller; the caller with the next turn comes first. */
    private final Map<String, Deque<Read>> waiting = new LinkedHashMap<>();

    /** The time at which each caller's rest ends; {@link #next} drops those that have passed. */
    private final Map<String, Long> resting = new HashMap<>();

    private int count;

    /** One read of a result. */
    interface Read {
        /** Reads. Returns false when the read was in vain: its caller has too much already. */
        boolean run();
    }

    private record Turn(String caller, Read read) {}

    /**
     * Creates the threads.
     *
     * @param waitingMax the most reads that may wait
     * @param nanos a clock that never goes back
     */
    ResultReaders(int threads, int waitingMax, String name, LongSupplier nanos) {
        this.waitingMax = waitingMax;
        this.nanos = nanos;
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waitingMax), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        this.threads = executor;
    }

    /**
     * Adds a read.
     *
     * @param caller the caller that the read is for, or null
     * @return false when too many reads wait, or after {@link #close}
     */
    boolean offer(String caller, Read read) {
        lock.lock();
        try {
            if (count >= waitingMax || threads.isShutdown()) {
                return false;
            }
            count++;
            waiting.computeIfAbsent(Objects.requireNonNullElse(caller, NOBODY), key -> new ArrayDeque<>())
                    .add(read);
            threads.execute(this::readNext);
            more.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void readNext() {
        try {
            Turn turn = next();
            long began = nanos.getAsLong();
            if (!turn.read().run() && !turn.caller().equals(NOBODY)) {
                rest(turn.caller(), nanos.getAsLong() - began);
            }
        } catch (InterruptedException e) {
            // The readers are closed, and waiting reads are dropped.
            Thread.currentThread().interrupt();
        }
    }

    private void rest(String caller, long tookNanos) {
        lock.lock();
        try {
            resting.put(caller, nanos.getAsLong() + REST_SHARE * tookNanos);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the next read. There is one call for each waiting read, so a call waits for nothing but the end of a rest.
     */
    private Turn next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = nanos.getAsLong();
                resting.values().removeIf(until -> until - now <= 0);
                for (String caller : waiting.keySet()) {
                    if (!resting.containsKey(caller)) {
                        return take(caller);
                    }
                }
                long first = resting.values().stream()
                        .mapToLong(until -> until - now)
                        .min()
                        .orElseThrow();
                boolean unused = more.awaitNanos(first) > 0;
            }
        } finally {
            lock.unlock();
        }
    }

    private Turn take(String caller) {
        Deque<Read> reads = waiting.remove(caller);
        Read read = reads.remove();
        if (!reads.isEmpty()) {
            waiting.put(caller, reads);
        }
        count--;
        return new Turn(caller, read);
    }

    /** Interrupts running reads and drops waiting ones. */
    void close() {
        lock.lock();
        try {
            threads.shutdownNow();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until the running reads have ended, for at most {@code seconds}; returns false when some still run. */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return threads.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}
