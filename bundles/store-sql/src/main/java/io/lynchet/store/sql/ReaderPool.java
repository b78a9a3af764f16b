// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.store.Deadline;
import io.lynchet.api.store.Refusals;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that read. At most so many are out at once; a caller waits a bounded time for one. The last given back is the first given out, so its cache is warm. */
public final class ReaderPool {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);

    private final Opening opening;
    private final Failures failures;
    private final int readersMax;
    private final long patienceMillis;
    private final Semaphore places;
    private final ConcurrentLinkedDeque<Database> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** Opens one. */
    @FunctionalInterface
    public interface Opening {
        Database open() throws SQLException;
    }

    public ReaderPool(Opening opening, Failures failures, int readersMax, long patienceMillis) {
        this.opening = opening;
        this.failures = failures;
        this.readersMax = readersMax;
        this.patienceMillis = patienceMillis;
        this.places = new Semaphore(readersMax);
    }

    /**
     * {@code OVERLOADED} when none came back in time. Give it back with {@link #giveBack} or {@link #discard}.
     *
     * @param deadline of what will be read
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
                throw Refusals.closing();
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

    /** For a reader that failed, or is not fit for others. */
    public void discard(Database reader) {
        places.release();
        close(reader);
    }

    public int inUse() {
        return readersMax - places.availablePermits();
    }

    /** Readers that are out are closed when they come back. */
    public void close() {
        closed = true;
        closeIdle();
    }

    /** Those that are out go on. */
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
