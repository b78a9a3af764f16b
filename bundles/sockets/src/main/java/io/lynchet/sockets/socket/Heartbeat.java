// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.loop.Failures;
import io.lynchet.api.loop.Loop;
import io.lynchet.sockets.limit.SocketAdmission;
import io.lynchet.sockets.limit.SocketThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that visits all sockets about once a second, a part of them at each tick. No work on it may block. */
public final class Heartbeat {
    public static final int TICK_MILLIS = 50;

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final Loop loop = Loop.vital("lynchet-sockets-heartbeat", log::error);
    private final Failures failures = new Failures(log::error, "The heartbeat of the sockets");
    private final SocketContext context;
    private final SocketAdmission admission;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(SocketThreads.named("lynchet-sockets-heartbeat"));
    private ScheduledFuture<?> ticking;
    private long ticks;

    public Heartbeat(SocketContext context, SocketAdmission admission) {
        this.context = context;
        this.admission = admission;
    }

    public void start() {
        ticking =
                thread.scheduleAtFixedRate(loop.repeating(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public void stop() {
        if (ticking != null) {
            ticking.cancel(false);
        }
        loop.close();
        thread.shutdownNow();
    }

    /** Visits the next part. One thread at a time may call this. */
    public void tick() {
        long now = context.nanos().getAsLong();
        for (ConnectedSocket socket : context.table().part(ticks++)) {
            try {
                socket.visit(now);
            } catch (RuntimeException | Error e) {
                // A failure must not cost the other sockets their visit.
                failures.tell(e, "could not visit socket " + socket.id() + " this time");
            }
        }
        admission.expire(now);
    }
}
