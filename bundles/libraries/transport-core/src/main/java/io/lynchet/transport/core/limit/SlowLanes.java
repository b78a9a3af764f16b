// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.limit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limits of what slow clients may hold of a transport. A body of up to {@link #AHEAD_BYTES} holds no thread while
 * it arrives. A larger one, and a streamed response, need a place in a lane.
 */
public final class SlowLanes {
    /** The part of a body that arrives before a thread is used for it. */
    public static final int AHEAD_BYTES = 8 * 1024;

    private static final int HEAP_SHARE = 16;
    private static final int BODIES_SHARE = 4;
    private static final int STREAMS_SHARE = 2;

    private final SlowLane bodies;
    private final SlowLane streams;
    private final int arrivingMax;
    private final AtomicInteger arriving = new AtomicInteger();

    /** @param virtualThreads whether waiting is cheap; then only requests are counted */
    public SlowLanes(TransportSettings settings, boolean virtualThreads) {
        int all = virtualThreads ? settings.requestsMax() : settings.threadsMax();
        bodies = new SlowLane(virtualThreads ? all : Math.max(1, all / BODIES_SHARE));
        streams = new SlowLane(virtualThreads ? all : Math.max(1, all / STREAMS_SHARE));
        arrivingMax = (int)
                Math.min(Integer.MAX_VALUE, Math.max(256, Runtime.getRuntime().maxMemory() / HEAP_SHARE / AHEAD_BYTES));
    }

    /** Returns the lane for bodies of which the rest has not arrived. */
    public SlowLane bodies() {
        return bodies;
    }

    /** Returns the lane for streamed responses. */
    public SlowLane streams() {
        return streams;
    }

    /**
     * Returns whether one more request may have the beginning of its body in memory; if so {@link #arrived} must
     * follow.
     */
    public boolean arrives() {
        if (arriving.incrementAndGet() <= arrivingMax) {
            return true;
        }
        arriving.decrementAndGet();
        return false;
    }

    public int arriving() {
        return arriving.get();
    }

    public void arrived() {
        arriving.decrementAndGet();
    }
}
