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
import io.lynchet.sockets.limit.SocketAdmission;
import io.lynchet.sockets.limit.SocketSettings;
import io.lynchet.sockets.open.OpenLiveEvents;
import io.lynchet.sockets.open.OpenLiveSocket;
import io.lynchet.sockets.open.OpenSyncEvents;
import io.lynchet.sockets.open.OpenSyncSocket;
import io.lynchet.sockets.open.SocketUpgrader;
import io.lynchet.sockets.request.SocketOrigin;
import io.lynchet.sockets.socket.ConnectedSocket;
import io.lynchet.sockets.socket.FrameReader;
import io.lynchet.sockets.socket.HandlerTable;
import io.lynchet.sockets.socket.Heartbeat;
import io.lynchet.sockets.socket.LeasedHandler;
import io.lynchet.sockets.socket.SocketContext;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The assembly of the bundle's parts. It takes them apart again without leaving a socket open. */
final class SocketServer {
    private static final Logger log = LoggerFactory.getLogger(SocketServer.class);
    private static final int STOP_MILLIS_MAX = 2_000;

    private final HandlerTable handlers = new HandlerTable();
    private final Gate<ChangeFeed> feed = new Gate<>("change feed");
    private final SocketContext context;
    private final SocketAdmission admission;
    private final Heartbeat heartbeat;
    private final SocketUpgrader entrance;

    SocketServer(SocketSettings settings, LongSupplier nanos) {
        context = SocketContext.of(settings, new FrameReader(handlers, feed), nanos);
        admission = new SocketAdmission(settings);
        heartbeat = new Heartbeat(context, admission);
        entrance = new SocketUpgrader(context, admission);
    }

    List<Route> routes() {
        return List.of(
                new OpenLiveSocket(entrance),
                new OpenLiveEvents(entrance),
                new OpenSyncSocket(entrance),
                new OpenSyncEvents(entrance));
    }

    void start() {
        heartbeat.start();
    }

    /** Closes all sockets, and cuts those that are still open after 2 seconds. */
    void stop() {
        CountDownLatch gone = context.table().stop();
        try {
            if (!gone.await(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                log.debug("some clients do not respond to the close of their socket");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.table().forEach(ConnectedSocket::abort);
        heartbeat.stop();
        context.workers().stop();
    }

    /** Adds a handler. One that can't be used is logged and does not affect the others. */
    void addHandler(FrameHandler handler) {
        try {
            handlers.add(handler);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            log.error("the handler {} can't be used", handler.getClass().getName(), e);
            return;
        }
        context.table().forEach(socket -> socket.conversation().handlersChanged());
    }

    /** Removes a handler. Blocks until the calls inside it have ended, for a bounded time. */
    void removeHandler(FrameHandler handler) {
        LeasedHandler removed = handlers.remove(handler);
        if (removed == null) {
            return;
        }
        context.table().forEach(socket -> socket.conversation().handlersChanged());
        if (!HandlerTable.retire(removed)) {
            log.warn(
                    "frames were still running in the handler {}, which goes",
                    handler.getClass().getName());
        }
    }

    Gate<ChangeFeed> feed() {
        return feed;
    }

    Sockets sockets() {
        return context.table();
    }

    /** Returns the heartbeat; for tests with a clock of their own. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Creates a socket without a request; for tests. */
    ConnectedSocket socket(SocketOrigin origin) {
        return entrance.admit(origin, null);
    }

    boolean hasHandlers() {
        return !handlers.slots().isEmpty();
    }

    SocketAdmission admission() {
        return admission;
    }

    void report(MetricSink sink) {
        context.table().report(sink);
        context.metrics().report(sink);
    }

    Health health() {
        int open = admission.count();
        return open < admission.max()
                ? Health.ok(open + " open or opening")
                : Health.degraded("all " + admission.max() + " sockets are taken; further clients are refused");
    }
}
