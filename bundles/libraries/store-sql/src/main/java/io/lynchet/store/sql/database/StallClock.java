// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.database;

/** A clock of how long a thread has been at one task. That thread starts and stops it; any thread reads it. */
public final class StallClock {
    private static final long IDLE = Long.MIN_VALUE;

    private volatile long since = IDLE;

    public void begin() {
        since = System.nanoTime();
    }

    public void end() {
        since = IDLE;
    }

    /** Returns the time since the task began, or 0 when there is none. */
    public long nanos() {
        long began = since;
        return began == IDLE ? 0 : System.nanoTime() - began;
    }
}
