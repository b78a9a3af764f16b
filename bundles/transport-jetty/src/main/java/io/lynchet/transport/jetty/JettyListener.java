// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Gate;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Jetty server that listens on one port, from {@link #open} to {@link #close}. */
final class JettyListener implements Transport, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JettyListener.class);

    /** How long idle connections may linger once the server drains. */
    private static final long DRAINING_IDLE_MILLIS = 100;

    private final Server server;
    private final ServerConnector connector;
    private final InFlight inFlight;
    private final RouterHandler handler;
    private InetSocketAddress address;

    private JettyListener(JettyTransport.Config config, Gate<Router> routers) {
        inFlight = new InFlight(config.requestsMax());
        QueuedThreadPool threads = threads(config);
        server = new Server(threads);
        connector = new ServerConnector(server, new HttpConnectionFactory(http(config)));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setAcceptQueueSize(config.acceptQueueMax());
        connector.setIdleTimeout(config.idleTimeoutMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(config.connectionsMax(), server));
        Pace pace = new Pace(config.bytesPerSecondMin(), config.paceGraceMillis());
        handler = new RouterHandler(routers, inFlight, pace, threads.getVirtualThreadsExecutor() != null);
        server.setHandler(handler);
        server.setErrorHandler(new MalformedRequests());
        // Stopping is ours: drain first, then stop at once.
        server.setStopTimeout(0);
    }

    /**
     * Starts to listen.
     *
     * @throws LynchetException {@code CONFIGURATION_INVALID} when the address can't be listened on
     */
    static JettyListener open(JettyTransport.Config config, Gate<Router> routers) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Jetty finds the encoders of its header fields with a ServiceLoader, which looks through the context class
        // loader. Without this
        // they would be missing inside a framework, and with them the fast path for constant headers.
        thread.setContextClassLoader(HttpField.class.getClassLoader());
        JettyListener listener = null;
        try {
            listener = new JettyListener(config, routers);
            listener.server.start();
            listener.address = new InetSocketAddress(config.host(), listener.connector.getLocalPort());
            return listener;
        } catch (Exception e) {
            if (listener != null) {
                listener.close();
            }
            throw cannotListen(config, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static LynchetException cannotListen(JettyTransport.Config config, Exception cause) {
        String place = config.host() + ":" + config.port();
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof BindException) {
                return new LynchetException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "Can't listen on " + place + ": the port is in use or the address is not of this machine.",
                        cause);
            }
        }
        return new LynchetException(ErrorCode.CONFIGURATION_INVALID, "Can't listen on " + place + ".", cause);
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
        return "jetty";
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public int requestsInFlight() {
        return inFlight.count();
    }

    /** WebSockets and event streams that are open. */
    int channels() {
        return handler.channels().count();
    }

    int connections() {
        return connector.getConnectedEndPoints().size();
    }

    @Override
    public void drain(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        // Not connector.shutdown(): that half-closes a connection whose answer is already under way but goes on reading
        // from it, so the
        // next request would be carried out and never answered.
        handler.closeConnections();
        connector.setAccepting(false);
        connector.close();
        handler.channels().drain();
        if (!inFlight.awaitNone(deadline - System.nanoTime())) {
            log.warn("{} requests did not end within {} ms of draining", inFlight.count(), atMost.toMillis());
            return;
        }
        for (EndPoint connection : connector.getConnectedEndPoints()) {
            // A WebSocket that was closed gives its client a moment to read why.
            if (!(connection.getConnection() instanceof WebSocketConnection)) {
                connection.setIdleTimeout(DRAINING_IDLE_MILLIS);
            }
        }
        while (connections() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                return;
            }
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
