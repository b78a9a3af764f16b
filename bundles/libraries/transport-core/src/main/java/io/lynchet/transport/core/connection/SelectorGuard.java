// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.connection;

import io.lynchet.api.loop.Failures;
import io.lynchet.api.loop.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard of library threads that serve all connections. It logs an {@link Error} and lets the thread go on. A thread
 * that can't go on, or whose every turn fails, ends the process. Each thread has a share of the connections, so without
 * one of them the process would serve only some. Thread-safe.
 */
public final class SelectorGuard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SelectorGuard.class);

    /** With the pauses, some 30 seconds. */
    static final int IN_A_ROW_MAX = 40;

    private static final long PAUSE_MILLIS_MAX = 1_000;

    private final Loop loop;
    private final Failures failures;

    /** @param name the name of the threads */
    public SelectorGuard(String name) {
        loop = Loop.vital(name, log::error);
        failures = new Failures(log::error, "The thread " + name);
    }

    /**
     * Tells that a turn of a thread has ended in an error; blocks for a pause when it is not the first.
     *
     * @param inARow the number of failed turns in a row, with this one
     */
    public void failed(Throwable failure, int inARow) {
        failures.tell(failure, "failed in one turn and goes on");
        if (inARow >= IN_A_ROW_MAX) {
            loop.broken("each of its turns has ended in " + failure);
        } else if (inARow > 1) {
            pause(Math.min(PAUSE_MILLIS_MAX, 1L << Math.min(inARow, 10)));
        }
    }

    private void pause(long millis) {
        try {
            loop.awaitEnd(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells that a thread has ended for good; has no effect after {@link #close}. */
    public void ended(String why) {
        log.error("A thread that serves connections has ended: {}", why);
        loop.broken(why);
    }

    /** Marks later ends of threads as intended. */
    @Override
    public void close() {
        loop.close();
    }
}
