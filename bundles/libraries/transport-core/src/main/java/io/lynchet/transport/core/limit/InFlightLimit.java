// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.limit;

import java.util.concurrent.atomic.AtomicInteger;

/** The number of requests in flight, with a limit. */
public final class InFlightLimit {
    private final int max;
    private final AtomicInteger now = new AtomicInteger();

    public InFlightLimit(int max) {
        this.max = max;
    }

    /** Returns whether there was room; if so {@link #leave} must follow. */
    public boolean enter() {
        if (now.incrementAndGet() <= max) {
            return true;
        }
        leave();
        return false;
    }

    public void leave() {
        now.decrementAndGet();
    }

    public int count() {
        return now.get();
    }
}
