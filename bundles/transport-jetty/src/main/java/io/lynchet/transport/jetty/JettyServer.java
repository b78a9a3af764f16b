// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Gate;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Jetty server that answers on the connections it is given, from {@link #start} to {@link #close}. */
final class JettyServer implements Transport, AutoCloseable {
    static final String NAME = "jetty";

    private static final Logger log = LoggerFactory.getLogger(JettyServer.class);

    /** How long WebSockets have to hear why they are closed, once nothing else is left. */
    private static final long GOODBYE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How often a drain looks for connections that have become quiet. */
    private static final long LOOK_MILLIS = 5;

    private final Server server;
    private final HandedConnections connections;
    private final InFlight inFlight;
    private final RouterHandler handler;
    private volatile boolean draining;

    private JettyServer(JettyTransport.Config config, Gate<Router> routers) {
        inFlight = new InFlight(config.requestsMax());
        QueuedThreadPool threads = threads(config);
        server = new Server(threads);
        connections = new HandedConnections(server, new HttpConnectionFactory(http(config)));
        connections.setIdleTimeout(config.idleTimeoutMillis());
        server.addConnector(connections);
        Pace pace = new Pace(config.bytesPerSecondMin(), config.paceGraceMillis());
        handler = new RouterHandler(routers, inFlight, pace, threads.getVirtualThreadsExecutor() != null);
        server.setHandler(handler);
        server.setErrorHandler(new MalformedRequests());
        // Stopping is ours: drain first, then stop at once.
        server.setStopTimeout(0);
    }

    /**
     * Starts to answer.
     *
     * @throws LynchetException {@code INTERNAL} when Jetty does not start
     */
    static JettyServer start(JettyTransport.Config config, Gate<Router> routers) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Jetty finds the encoders of its header fields with a ServiceLoader, which looks through the context class
        // loader. Without this
        // they would be missing inside a framework, and with them the fast path for constant headers.
        thread.setContextClassLoader(HttpField.class.getClassLoader());
        JettyServer starting = null;
        try {
            starting = new JettyServer(config, routers);
            starting.server.start();
            return starting;
        } catch (Exception e) {
            if (starting != null) {
                starting.close();
            }
            throw new LynchetException(ErrorCode.INTERNAL, "Jetty does not start: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static QueuedThreadPool threads(JettyTransport.Config config) {
        QueuedThreadPool threads = new QueuedThreadPool(config.threadsMax(), Math.min(4, config.threadsMax()));
        threads.setName("http");
        if (config.virtualThreads() && VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        }
        return threads;
    }

    private static HttpConfiguration http(JettyTransport.Config config) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(config.headerBytesMax());
        http.setRelativeRedirectAllowed(true);
        http.setIdleTimeout(config.idleTimeoutMillis());
        return http;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void take(SocketChannel connection) {
        if (!server.isRunning()) {
            throw new IllegalStateException("this transport has stopped");
        }
        if (draining) {
            draining = false;
            handler.keepConnections();
        }
        connections.take(connection);
    }

    @Override
    public int requestsInFlight() {
        return inFlight.count();
    }

    @Override
    public int channels() {
        return handler.channels().count();
    }

    @Override
    public int connections() {
        return connections.count();
    }

    /** Whether it was drained, and has not been given connections since. */
    boolean isDrained() {
        return draining;
    }

    @Override
    public void drain(Duration atMost) {
        drain(atMost, HandedEndPoint::closeWhenQuiet);
    }

    @Override
    public void handOver(Consumer<SocketChannel> next, Duration atMost) {
        drain(atMost, connections.leavingTo(next));
    }

    private void drain(Duration atMost, Consumer<HandedEndPoint> ending) {
        long start = System.nanoTime();
        // Not connector.shutdown(): that half-closes a connection whose answer is already under way but goes on reading
        // from it, so the
        // next request would be carried out and never answered.
        draining = true;
        handler.closeConnections();
        try {
            for (int left = connections(); draining && left > 0; left = connections()) {
                long passed = System.nanoTime() - start;
                if (passed >= atMost.toNanos()) {
                    log.warn(
                            "{} connections with {} requests did not end within {} ms of draining",
                            connections(),
                            requestsInFlight(),
                            atMost.toMillis());
                    return;
                }
                connections.forEach(connection -> end(connection, ending, passed));
                connections.awaitFewer(left, LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(HandedEndPoint connection, Consumer<HandedEndPoint> ending, long passed) {
        if (!(connection.getConnection() instanceof WebSocketConnection)) {
            ending.accept(connection);
        } else if (passed > GOODBYE_NANOS && inFlight.count() == 0) {
            connection.close();
        }
    }

    /** Cuts what is still open. */
    @Override
    public void close() {
        handler.channels().cutAll();
        try {
            server.stop();
        } catch (Exception e) {
            log.warn("Jetty did not stop cleanly", e);
        }
    }
}
