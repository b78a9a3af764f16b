// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.loop.Failures;
import io.lynchet.api.loop.Loop;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch over the deadlines of all readers. It has the server end statements whose deadline is over. One thread
 * serves all readers: a timeout set with each statement would be another message to the server.
 */
final class ReadWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadWatch.class);

    private static final long LOOK_MILLIS = 50;
    /** As long as the driver tries to reach the server. */
    private static final long CLOSE_SECONDS = 10;

    private final Set<PostgresDatabase> readers = ConcurrentHashMap.newKeySet();
    private final Loop loop = Loop.helpful("lynchet-store-postgres-watch", LOG::error);
    private final Failures failures = new Failures(LOG::warn, "The watch of reads");
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "lynchet-store-postgres-watch");
        made.setDaemon(true);
        return made;
    });

    void start() {
        // The task ends with the thread, and never by itself.
        Future<?> unused = thread.scheduleWithFixedDelay(
                loop.repeating(this::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void add(PostgresDatabase reader) {
        readers.add(reader);
    }

    void remove(PostgresDatabase reader) {
        readers.remove(reader);
    }

    private void look() {
        for (PostgresDatabase reader : readers) {
            try {
                reader.interruptIfOver();
            } catch (SQLException | RuntimeException | Error e) {
                // A failure must not keep the other readers from being checked.
                failures.tell(e, "could not end a read that takes too long; it tries again");
            }
        }
    }

    /** Ends the watch. Blocks for at most 10 seconds for an interruption on its way, which has a socket of its own. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The server was still being asked to end a read when the store closed.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.close();
    }
}
