// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.LynchetException;

/**
 * Until when somebody waits for a read. A store asks it again and again while it reads, and ends the read with what it says: within about 100 ms,
 * or after the row that it is at.
 *
 * <p>Whether it is over is asked by any thread, hundreds of times a second: an implementation computes, never blocks, and never throws. Once it is over it stays so.
 */
@FunctionalInterface
public interface Deadline {
    /** Of work that nobody waits for, such as backups and following the log. */
    Deadline NONE = () -> null;

    /** With what a read ends now, or null while it may go on. */
    LynchetException over();

    /**
     * Gives way to shorter reads: may hold the calling thread for some milliseconds, or until the deadline is over. Called now and then by the
     * thread that reads, and only by stores whose reads take processor time of this process; never while others wait for something that the
     * read holds, such as a lock.
     */
    default void pace() {
        // Whoever has no deadline gives way to nobody.
    }

    /** Fails when it is over. */
    default void check() {
        LynchetException why = over();
        if (why != null) {
            throw why;
        }
    }
}
