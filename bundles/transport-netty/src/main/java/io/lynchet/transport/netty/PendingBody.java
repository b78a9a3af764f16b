// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.core.limit.SlowLane;
import io.lynchet.transport.core.limit.SlowLanes;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The wait of a request for its body. It waits without a thread for the beginning, and with a place in the lane of slow
 * bodies for the rest of a large one. Confined to the connection's event loop, except the lane.
 */
final class PendingBody {
    private final HttpConnection connection;
    private final SlowLanes lanes;
    private volatile SlowLane.Place place;
    private boolean waiting;
    private ScheduledFuture<?> limit;

    PendingBody(HttpConnection connection) {
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

    /** Ends the wait. */
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

    /** Leaves the lane. Leaving again, or without having entered, does nothing. */
    void leaveLane() {
        SlowLane.Place taken = place;
        if (taken != null) {
            taken.leave();
        }
    }
}
