// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.limit;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of sockets, one pool for each kind of work that may block: rechecks of credentials, first frames of event
 * streams, and handlers that wait for a drained queue.
 *
 * <p>A socket has at most one task in each. So a queue with room for all sockets, and for those that have just closed,
 * is never full. Threads without work end.
 */
public final class SocketThreads {
    private static final int DRAINED_THREADS = 2;
    private static final int STREAM_THREADS = 4;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor checks;
    private final ThreadPoolExecutor streams;
    private final ThreadPoolExecutor drained;

    public SocketThreads(SocketSettings settings) {
        checks = pool("lynchet-sockets-checks", settings.checkThreads(), settings.socketsMax());
        streams = pool("lynchet-sockets-streams", STREAM_THREADS, settings.socketsMax());
        drained = pool("lynchet-sockets-drained", DRAINED_THREADS, 2 * settings.socketsMax());
    }

    private static ThreadPoolExecutor pool(String name, int threads, int tasksMax) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(tasksMax), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    public static ThreadFactory named(String name) {
        return task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName(name);
            thread.setDaemon(true);
            return thread;
        };
    }

    public Executor checks() {
        return checks;
    }

    public Executor streams() {
        return streams;
    }

    public Executor drained() {
        return drained;
    }

    public void stop() {
        checks.shutdownNow();
        streams.shutdownNow();
        drained.shutdownNow();
    }
}
