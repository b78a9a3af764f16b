// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

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
 * The threads that read results from the store. Callers take turns, so the many dear live queries of one keep the first results of others waiting
 * for one read at most. A caller whose read was for nothing rests {@link #REST_SHARE} times as long as it took. Its methods are called by any thread and never
 * block.
 */
final class Readers {
    static final int REST_SHARE = 10;

    private static final String NOBODY = "";

    private final int waitingMax;
    private final LongSupplier nanos;
    private final ExecutorService threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();

    /** What waits, by caller; the caller whose turn is next comes first. */
    private final Map<String, Deque<Read>> waiting = new LinkedHashMap<>();

    /** Until when callers rest; those who rest no longer are dropped by the next look. */
    private final Map<String, Long> resting = new HashMap<>();

    private int count;

    /** One read. */
    interface Read {
        /** False when it was for nothing: its caller has too much already. */
        boolean run();
    }

    private record Turn(String caller, Read read) {}

    /**
     * @param waitingMax how many reads may wait
     * @param nanos a clock that never goes back
     */
    Readers(int threads, int waitingMax, String name, LongSupplier nanos) {
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
     * @param caller null for nobody's
     * @return false when too many wait, or it is closed
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
            // It is closed, and what waits is dropped.
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

    /** There are as many calls as reads that wait, so there is one for each; all that is waited for is the end of a rest. */
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

    /** Interrupts what runs and drops what waits. */
    void close() {
        lock.lock();
        try {
            threads.shutdownNow();
        } finally {
            lock.unlock();
        }
    }

    /** Waits so long for what runs to end. */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return threads.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}
