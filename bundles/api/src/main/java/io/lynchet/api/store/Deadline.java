// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.LynchetException;

/**
 * The time limit of a read. A store asks it again and again while it reads. When it is over, the store ends the read
 * with its exception: within about 100 ms, or after the current row.
 *
 * <p>Any thread may ask whether it is over, hundreds of times a second. An implementation computes; it never blocks and
 * never throws. A deadline that is over stays over.
 */
@FunctionalInterface
public interface Deadline {
    /** No time limit: for work that nobody waits for, such as backups and following the log. */
    Deadline NONE = () -> null;

    /** Returns the exception with which a read ends now, or null while it may continue. */
    LynchetException over();

    /**
     * Gives way to shorter reads. May hold the calling thread for some milliseconds, or until the deadline is over.
     *
     * <p>The reading thread calls it now and then, and only in stores whose reads take processor time of this process.
     * A store never calls it while others wait for something that the read holds, such as a lock.
     */
    default void pace() {
        // A read without a deadline gives way to nobody.
    }

    /** Throws the exception of {@link #over} when the deadline is over. */
    default void check() {
        LynchetException why = over();
        if (why != null) {
            throw why;
        }
    }
}
