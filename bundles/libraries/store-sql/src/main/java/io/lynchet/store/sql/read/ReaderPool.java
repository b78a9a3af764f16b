// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.read;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.store.Deadline;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.SqlFailures;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections that read. It bounds the connections in use; a caller waits a bounded time for one. The
 * connection returned last is taken first, so its cache is warm.
 */
public final class ReaderPool {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);

    private final Opening opening;
    private final SqlFailures failures;
    private final int readersMax;
    private final long patienceMillis;
    private final Semaphore places;
    private final ConcurrentLinkedDeque<Database> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** A function that opens a connection. */
    @FunctionalInterface
    public interface Opening {
        Database open() throws SQLException;
    }

    public ReaderPool(Opening opening, SqlFailures failures, int readersMax, long patienceMillis) {
        this.opening = opening;
        this.failures = failures;
        this.readersMax = readersMax;
        this.patienceMillis = patienceMillis;
        this.places = new Semaphore(readersMax);
    }

    /**
     * Takes a connection, which the caller returns with {@link #giveBack} or {@link #discard}. Fails with
     * {@code OVERLOADED} when none becomes free in time.
     *
     * @param deadline the time limit of the reads to come
     */
    public Database take(Deadline deadline) {
        deadline.check();
        Database reader = take();
        reader.watch(deadline);
        return reader;
    }

    private Database take() {
        if (!places.tryAcquire()) {
            await();
        }
        try {
            if (closed) {
                throw StoreErrors.closing();
            }
            Database reader = idle.pollFirst();
            return reader != null ? reader : opening.open();
        } catch (SQLException e) {
            places.release();
            throw failures.of(e);
        } catch (RuntimeException e) {
            places.release();
            throw e;
        }
    }

    private void await() {
        try {
            if (!places.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
                throw LynchetException.retryable(
                        ErrorCode.OVERLOADED, "all " + readersMax + " readers of the store are busy; try again", 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "interrupted while waiting for a reader", e);
        }
    }

    public void giveBack(Database reader) {
        if (!reader.unwatch()) {
            discard(reader);
            return;
        }
        idle.addFirst(reader);
        places.release();
        if (closed) {
            closeIdle();
        }
    }

    /** Drops a reader that failed or must not be used by others. */
    public void discard(Database reader) {
        places.release();
        close(reader);
    }

    public int inUse() {
        return readersMax - places.availablePermits();
    }

    /** Closes the pool. Readers in use are closed when they are returned. */
    public void close() {
        closed = true;
        closeIdle();
    }

    /** Closes the idle readers; those in use go on. */
    public void closeIdle() {
        for (Database reader = idle.poll(); reader != null; reader = idle.poll()) {
            close(reader);
        }
    }

    private static void close(Database reader) {
        try {
            reader.close();
        } catch (SQLException e) {
            LOG.warn("A reader could not be closed.", e);
        }
    }
}
