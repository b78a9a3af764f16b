// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.core.SlowLane;
import io.lynchet.transport.core.SlowLanes;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * How a request waits for its body: without a thread for the beginning, and with a place in the lane of slow bodies for the rest of a large one. On
 * the connection's event loop, but for the lane.
 */
final class Arrival {
    private final HttpConnection connection;
    private final SlowLanes lanes;
    private volatile SlowLane.Place place;
    private boolean waiting;
    private ScheduledFuture<?> limit;

    Arrival(HttpConnection connection) {
        this.connection = connection;
        this.lanes = connection.server().slowLanes();
    }

    boolean isWaiting() {
        return waiting;
    }

    /**
     * Waits for the beginning.
     *
     * @param late called when it takes too long
     * @return false when there is no room for it
     */
    boolean begin(Runnable late) {
        if (!lanes.arrives()) {
            return false;
        }
        waiting = true;
        long millis = connection.server().pace().millisMax(SlowLanes.AHEAD_BYTES);
        if (millis < Long.MAX_VALUE) {
            limit = connection.channel().eventLoop().schedule(late, millis, TimeUnit.MILLISECONDS);
        }
        return true;
    }

    /** Waits no longer. */
    void end() {
        if (waiting) {
            waiting = false;
            lanes.arrived();
        }
        if (limit != null) {
            limit.cancel(false);
        }
    }

    /** @param entered called by any thread */
    void enterLane(Runnable entered) {
        lanes.bodies().enter(taken -> {
            place = taken;
            entered.run();
        });
    }

    /** Leaving again, or without having entered, does nothing. */
    void leaveLane() {
        SlowLane.Place taken = place;
        if (taken != null) {
            taken.leave();
        }
    }
}
