// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Visits all sockets about once a second, a part of them each time, on one thread that nothing blocks. */
final class Pulse {
    static final int TICK_MILLIS = 50;

    private static final Logger log = LoggerFactory.getLogger(Pulse.class);

    private final Edge edge;
    private final Admission admission;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Workers.named("lynchet-sockets-pulse"));
    private ScheduledFuture<?> ticking;
    private long ticks;

    Pulse(Edge edge, Admission admission) {
        this.edge = edge;
        this.admission = admission;
    }

    void start() {
        ticking = thread.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (ticking != null) {
            ticking.cancel(false);
        }
        thread.shutdownNow();
    }

    /** By one thread at a time. */
    void tick() {
        long now = edge.nanos().getAsLong();
        for (EdgeSocket socket : edge.table().part(ticks++)) {
            try {
                socket.visit(now);
            } catch (RuntimeException e) {
                // The others have a right to their visit, and without this there would be no further tick.
                log.error("a visit of socket {} failed", socket.id(), e);
            }
        }
        admission.expire(now);
    }
}
