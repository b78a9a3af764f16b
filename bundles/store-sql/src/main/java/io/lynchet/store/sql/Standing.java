// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

/** For how long a thread has been at one thing. Told by that thread, asked by all. */
final class Standing {
    private static final long IDLE = Long.MIN_VALUE;

    private volatile long since = IDLE;

    void begin() {
        since = System.nanoTime();
    }

    void end() {
        since = IDLE;
    }

    /** 0 when it is at nothing. */
    long nanos() {
        long began = since;
        return began == IDLE ? 0 : System.nanoTime() - began;
    }
}
