// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The places for work that holds a thread while it waits for its client. There are fewer places than threads, so that
 * slow clients, careless or hostile, leave threads for all others. Thread-safe; no call blocks.
 */
public final class SlowLane {
    private final int places;

    /** In the order in which they came; at most one of each connection. */
    private final Deque<Consumer<Place>> waiting = new ArrayDeque<>();

    private int taken;

    SlowLane(int places) {
        this.places = places;
    }

    /** Returns a place, which must be left, or null when there is none. */
    public synchronized Place tryEnter() {
        if (taken == places) {
            return null;
        }
        taken++;
        return new Place();
    }

    /**
     * Takes a place, at once or when one becomes free. The place must be left.
     *
     * @param entered called then, by this thread or the one that leaves; hands its work to another thread
     */
    public void enter(Consumer<Place> entered) {
        synchronized (this) {
            if (taken == places) {
                waiting.add(entered);
                return;
            }
            taken++;
        }
        entered.accept(new Place());
    }

    private void leave() {
        Consumer<Place> next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                taken--;
            }
        }
        if (next != null) {
            next.accept(new Place());
        }
    }

    /** The place of one request. */
    public final class Place {
        private final AtomicBoolean left = new AtomicBoolean();

        private Place() {}

        /** Frees the place for the next waiting request. Leaving again does nothing. */
        public void leave() {
            if (left.compareAndSet(false, true)) {
                SlowLane.this.leave();
            }
        }
    }
}
