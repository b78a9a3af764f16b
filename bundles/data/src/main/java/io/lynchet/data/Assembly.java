// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.loop.Loop;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that assembles the app on request. After a failure it tries again until it succeeds, since no further
 * request may come.
 */
final class Assembly implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    private static final String NAME = "lynchet-assembly";

    private final Loop loop = Loop.helpful(NAME, LOG::error);
    private final AtomicBoolean queued = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, NAME);
        worker.setDaemon(true);
        return worker;
    });
    private final Runnable work;

    Assembly(Runnable work) {
        this.work = work;
    }

    /**
     * Requests an assembly. Several parts come at once when the process starts; one run serves all of them. Must not be
     * called after {@link #close}.
     */
    void ask() {
        if (queued.compareAndSet(false, true)) {
            thread.execute(this::assemble);
        }
    }

    private void assemble() {
        queued.set(false);
        try {
            boolean well = false;
            while (!well && !loop.awaitEnd(0)) {
                well = loop.turn(work::run);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("The assembly of the app was interrupted.");
        }
    }

    /** Ends after the running work. Does not block. */
    @Override
    public void close() {
        loop.close();
        thread.shutdown();
    }

    /**
     * Blocks until the thread has ended, for at most that time, and returns whether it has. For after {@link #close}.
     */
    boolean awaitEnd(long atMostMillis) throws InterruptedException {
        return thread.awaitTermination(atMostMillis, TimeUnit.MILLISECONDS);
    }
}
