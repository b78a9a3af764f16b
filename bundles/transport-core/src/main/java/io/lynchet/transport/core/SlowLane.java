// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Places for what holds a thread while it waits for its client. There are fewer of them than threads, so that clients who are slow, by nature or on
 * purpose, leave threads to everybody else. Any thread may call; nothing blocks.
 */
public final class SlowLane {
    private final int places;

    /** In the order in which they came; at most one of each connection. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private int taken;

    SlowLane(int places) {
        this.places = places;
    }

    /**
     * Takes a place, which must be left.
     *
     * @return false when there is none
     */
    public synchronized boolean tryEnter() {
        if (taken == places) {
            return false;
        }
        taken++;
        return true;
    }

    /**
     * Takes a place, at once or once there is one. The place must be left.
     *
     * @param entered called then, by this thread or the one that leaves; hands its work to another thread
     */
    public void enter(Runnable entered) {
        synchronized (this) {
            if (taken == places) {
                waiting.add(entered);
                return;
            }
            taken++;
        }
        entered.run();
    }

    public void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                taken--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
