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

/** Puts the app together on a thread of its own whenever somebody asks for it. What breaks is tried again until it goes well, since nobody may ask again. */
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

    /** Several parts come at once when the process starts; one run for all of them is enough. Not after {@link #close}. */
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
            LOG.warn("Putting the app together was interrupted.");
        }
    }

    /** Ends after what is under way. */
    @Override
    public void close() {
        loop.close();
        thread.shutdown();
    }

    /** After {@link #close}; whether it has ended in time. */
    boolean awaitEnd(long atMostMillis) throws InterruptedException {
        return thread.awaitTermination(atMostMillis, TimeUnit.MILLISECONDS);
    }
}
