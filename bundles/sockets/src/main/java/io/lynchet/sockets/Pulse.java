// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.loop.Failures;
import io.lynchet.api.loop.Loop;
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

    private final Loop loop = Loop.vital("lynchet-sockets-pulse", log::error);
    private final Failures failures = new Failures(log::error, "The pulse of the sockets");
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
        ticking =
                thread.scheduleAtFixedRate(loop.repeating(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (ticking != null) {
            ticking.cancel(false);
        }
        loop.close();
        thread.shutdownNow();
    }

    /** By one thread at a time. */
    void tick() {
        long now = edge.nanos().getAsLong();
        for (EdgeSocket socket : edge.table().part(ticks++)) {
            try {
                socket.visit(now);
            } catch (RuntimeException | Error e) {
                // The others have a right to their visit.
                failures.tell(e, "could not visit socket " + socket.id() + " this time");
            }
        }
        admission.expire(now);
    }
}
