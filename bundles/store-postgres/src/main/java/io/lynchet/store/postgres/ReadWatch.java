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
 * Looks at the deadlines of all readers, and has the server end the statements of those that are over. One thread for all: a timeout that is set with
 * each statement would be another message to the server.
 */
final class ReadWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadWatch.class);

    private static final long LOOK_MILLIS = 50;
    /** For as long as the driver tries to reach the server. */
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
        // It ends with the thread, and never by itself.
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
                // The others have a right to their look.
                failures.tell(e, "could not end a read that takes too long, and tries again");
            }
        }
    }

    /** Ends it. An interruption that is on its way has a socket of its own, so it is waited for. */
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
