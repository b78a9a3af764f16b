// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.enforce;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response;
import io.lynchet.rooms.room.RoomActor;
import java.util.function.Supplier;

/** The rate limits of rooms and their metrics; calls and frames share them. */
public final class RoomRateLimits {
    private final RateLimiter speaking;
    private final RateLimiter moving;
    private final RoomMetrics metrics;

    /**
     * Creates the limits.
     *
     * @param speaking the limit for presence and messages
     * @param moving the limit for joins, leaves and follows
     */
    public RoomRateLimits(RateLimiter speaking, RateLimiter moving, RoomMetrics metrics) {
        this.speaking = speaking;
        this.moving = moving;
        this.metrics = metrics;
    }

    /**
     * Counts one action. Fails with {@code RATE_LIMITED} when there are too many; admins have no limit.
     *
     * @param type the type of the frame for this action
     */
    public void pace(String type, RoomActor actor) {
        if (actor.principal().admin()) {
            return;
        }
        try {
            (type.equals("presence") || type.equals("topic") ? speaking : moving).take(actor.person());
        } catch (LynchetException e) {
            metrics.refusal();
            throw e;
        }
    }

    /** Runs the action, and counts its refusal if it fails with one. */
    public Response counted(Supplier<Response> action) {
        try {
            return action.get();
        } catch (LynchetException e) {
            metrics.refusal();
            throw e;
        }
    }

    public void message() {
        metrics.message();
    }

    public void refused() {
        metrics.refusal();
    }
}
