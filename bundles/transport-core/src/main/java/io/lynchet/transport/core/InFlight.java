// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import java.util.concurrent.atomic.AtomicInteger;

/** How many requests are being answered, with a ceiling. */
public final class InFlight {
    private final int max;
    private final AtomicInteger now = new AtomicInteger();

    InFlight(int max) {
        this.max = max;
    }

    /** Whether there was room; if so {@link #leave} must follow. */
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
