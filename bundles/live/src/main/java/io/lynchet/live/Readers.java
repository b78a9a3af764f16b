// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read results from the store. Callers take turns, so the many dear live queries of one keep the first results of others waiting
 * for one read at most. Its methods are called by any thread and never block.
 */
final class Readers {
    private static final String NOBODY = "";

    private final int waitingMax;
    private final ExecutorService threads;

    /** What waits, by caller; the caller whose turn is next comes first. */
    private final Map<String, Deque<Runnable>> waiting = new LinkedHashMap<>();

    private int count;

    /** @param waitingMax how many reads may wait */
    Readers(int threads, int waitingMax, String name) {
        this.waitingMax = waitingMax;
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
    boolean offer(String caller, Runnable read) {
        synchronized (waiting) {
            if (count >= waitingMax || threads.isShutdown()) {
                return false;
            }
            count++;
            waiting.computeIfAbsent(Objects.requireNonNullElse(caller, NOBODY), key -> new ArrayDeque<>())
                    .add(read);
            threads.execute(() -> next().run());
            return true;
        }
    }

    private Runnable next() {
        synchronized (waiting) {
            Iterator<Map.Entry<String, Deque<Runnable>>> turns =
                    waiting.entrySet().iterator();
            Map.Entry<String, Deque<Runnable>> turn = turns.next();
            String caller = turn.getKey();
            Deque<Runnable> reads = turn.getValue();
            turns.remove();
            Runnable read = reads.remove();
            if (!reads.isEmpty()) {
                waiting.put(caller, reads);
            }
            count--;
            return read;
        }
    }

    /** Interrupts what runs and drops what waits. */
    void close() {
        synchronized (waiting) {
            threads.shutdownNow();
        }
    }

    /** Waits so long for what runs to end. */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return threads.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}
