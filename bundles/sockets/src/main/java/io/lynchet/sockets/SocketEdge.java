// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.health.Health;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.api.socket.Sockets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts together, and takes them apart without leaving a socket open. */
final class SocketEdge {
    private static final Logger log = LoggerFactory.getLogger(SocketEdge.class);
    private static final int STOP_MILLIS_MAX = 2_000;

    private final HandlerTable handlers = new HandlerTable();
    private final Gate<ChangeFeed> feed = new Gate<>("change feed");
    private final Edge edge;
    private final Admission admission;
    private final Pulse pulse;
    private final Entrance entrance;

    SocketEdge(Settings settings, LongSupplier nanos) {
        edge = Edge.of(settings, new FrameReader(handlers, feed), nanos);
        admission = new Admission(settings);
        pulse = new Pulse(edge, admission);
        entrance = new Entrance(edge, admission);
    }

    List<Route> routes() {
        return List.of(
                new OpenLiveSocket(entrance),
                new OpenLiveEvents(entrance),
                new OpenSyncSocket(entrance),
                new OpenSyncEvents(entrance));
    }

    void start() {
        pulse.start();
    }

    /** Closes all sockets, and cuts those that have not gone after 2 seconds. */
    void stop() {
        CountDownLatch gone = edge.table().stop();
        try {
            if (!gone.await(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                log.debug("some clients do not answer the close of their socket");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        edge.table().forEach(EdgeSocket::abort);
        pulse.stop();
        edge.workers().stop();
    }

    /** A handler that can't be used is logged, and leaves the others alone. */
    void addHandler(FrameHandler handler) {
        try {
            handlers.add(handler);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            log.error("the handler {} can't be used", handler.getClass().getName(), e);
            return;
        }
        edge.table().forEach(socket -> socket.conversation().handlersChanged());
    }

    /** Waits, bounded, for the calls inside it. */
    void removeHandler(FrameHandler handler) {
        HandlerSlot removed = handlers.remove(handler);
        if (removed == null) {
            return;
        }
        edge.table().forEach(socket -> socket.conversation().handlersChanged());
        if (!HandlerTable.retire(removed)) {
            log.warn(
                    "frames were still inside the handler {}, which is going away",
                    handler.getClass().getName());
        }
    }

    Gate<ChangeFeed> feed() {
        return feed;
    }

    Sockets sockets() {
        return edge.table();
    }

    /** For tests, which have a clock of their own. */
    Pulse pulse() {
        return pulse;
    }

    /** A socket that no request has asked for. */
    EdgeSocket socket(SocketOrigin origin) {
        return entrance.admit(origin, null);
    }

    boolean hasHandlers() {
        return !handlers.slots().isEmpty();
    }

    Admission admission() {
        return admission;
    }

    void report(MetricSink sink) {
        edge.table().report(sink);
        edge.figures().report(sink);
    }

    Health health() {
        int open = admission.count();
        return open < admission.max()
                ? Health.ok(open + " open or about to open")
                : Health.degraded("all " + admission.max() + " sockets are taken; further clients are refused");
    }
}
