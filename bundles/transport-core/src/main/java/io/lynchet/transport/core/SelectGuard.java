// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import io.lynchet.api.loop.Failures;
import io.lynchet.api.loop.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an {@link Error} in the threads of a library that look after all connections: it is told and the thread goes on; a thread that can't
 * go on, or whose every turn ends so, takes the process along. Each of them has a share of the connections, so without one of them the process would
 * be dead by halves. Thread-safe.
 */
public final class SelectGuard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SelectGuard.class);

    /** With the pauses, some 30 seconds. */
    static final int IN_A_ROW_MAX = 40;

    private static final long PAUSE_MILLIS_MAX = 1_000;

    private final Loop loop;
    private final Failures failures;

    /** @param name of the threads */
    public SelectGuard(String name) {
        loop = Loop.vital(name, log::error);
        failures = new Failures(log::error, "The thread " + name);
    }

    /**
     * One turn of a thread has ended in an error; pauses when it is not the first.
     *
     * @param inARow how many turns of it have, with this one
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

    /** A thread has ended and will not come back; has no effect after {@link #close}. */
    public void ended(String why) {
        log.error("A thread that looks after connections has ended: {}", why);
        loop.broken(why);
    }

    /** Ends are on purpose from now on. */
    @Override
    public void close() {
        loop.close();
    }
}
