// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

/** Decides when the next request of one thread has to start. Times are {@link System#nanoTime()}. */
interface Pacer {

    /** Returned when no request is due. */
    long NONE = Long.MIN_VALUE;

    /** Takes the next due request and returns the moment at which it was meant to start, or {@link #NONE}. */
    long take(long now);

    /** Nanoseconds until a request is due: 0 if one is due now, {@link Long#MAX_VALUE} if none will be. */
    long dueIn(long now);

    /** Requests that should have started by now, or by the end of the window, and have not. */
    long backlog(long now);

    /** Each idle connection may send at once. */
    static Pacer closedLoop(Window window) {
        return new Pacer() {
            @Override
            public long take(long now) {
                return now < window.end() ? now : NONE;
            }

            @Override
            public long dueIn(long now) {
                return now < window.end() ? 0 : Long.MAX_VALUE;
            }

            @Override
            public long backlog(long now) {
                return 0;
            }
        };
    }
}
