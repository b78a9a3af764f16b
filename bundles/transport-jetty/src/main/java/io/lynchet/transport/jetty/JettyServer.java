// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.transport.core.ServingTransport;
import io.lynchet.transport.core.connection.ConnectionsPerAddress;
import io.lynchet.transport.core.connection.ServedConnection;
import io.lynchet.transport.core.limit.TransportSettings;
import java.nio.channels.SocketChannel;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Jetty server that serves the connections it is given, from {@link #start} to {@link #close}. */
final class JettyServer extends ServingTransport {
    static final String NAME = "jetty";

    private static final Logger log = LoggerFactory.getLogger(JettyServer.class);

    /** The router checks paths, for all transports alike; a fragment or a user in a target is always wrong. */
    private static final UriCompliance PATHS_AS_SENT = new UriCompliance(
            "lynchet",
            EnumSet.complementOf(EnumSet.of(UriCompliance.Violation.USER_INFO, UriCompliance.Violation.FRAGMENT)));

    private final Server server;
    private final HandoverConnector connections;

    private JettyServer(TransportSettings config, Gate<Router> routers, QueuedThreadPool threads) {
        super(NAME, config, threads.getVirtualThreadsExecutor() != null);
        server = new Server(threads);
        connections = new HandoverConnector(server, new HttpConnectionFactory(http(config)), connectionCount(), config);
        connections.setIdleTimeout(config.idleTimeoutMillis());
        server.addConnector(connections);
        server.setHandler(new RouterHandler(routers, this, config.pace(), threads.getVirtualThreadsExecutor() != null));
        server.setErrorHandler(new MalformedRequests());
        // The transport stops Jetty itself: it drains first, and then stops at once.
        server.setStopTimeout(0);
    }

    /**
     * Starts the server.
     *
     * @throws LynchetException {@code INTERNAL} when Jetty does not start
     */
    static JettyServer start(TransportSettings config, Gate<Router> routers) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Jetty finds the encoders of its header fields with a ServiceLoader, which uses the context class loader.
        // Without this they would be missing inside a framework, and with them the fast path for constant headers.
        thread.setContextClassLoader(HttpField.class.getClassLoader());
        JettyServer starting = null;
        try {
            starting = new JettyServer(config, routers, threads(config));
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

    private static QueuedThreadPool threads(TransportSettings config) {
        QueuedThreadPool threads = new QueuedThreadPool(config.threadsMax(), Math.min(4, config.threadsMax()));
        threads.setName("http");
        if (config.virtualThreads() && VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        }
        return threads;
    }

    private static HttpConfiguration http(TransportSettings config) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(config.headerBytesMax());
        http.setRelativeRedirectAllowed(true);
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(PATHS_AS_SENT);
        http.setIdleTimeout(config.idleTimeoutMillis());
        return http;
    }

    HandoverConnector taken() {
        return connections;
    }

    @Override
    protected boolean isRunning() {
        return server.isRunning();
    }

    @Override
    protected void adopt(SocketChannel connection, ConnectionsPerAddress.Place place) {
        connections.take(connection, place);
    }

    @Override
    protected void forEachConnection(Consumer<ServedConnection> action) {
        connections.forEach(action);
    }

    @Override
    public void close() {
        connections.ends();
        openChannels().cutAll();
        try {
            server.stop();
        } catch (Exception e) {
            log.warn("Jetty did not stop cleanly", e);
        }
    }
}
