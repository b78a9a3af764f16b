// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.connection.ConnectionCount;
import io.lynchet.transport.core.connection.ConnectionsPerAddress;
import io.lynchet.transport.core.connection.SelectorGuard;
import io.lynchet.transport.core.connection.ServedConnection;
import io.lynchet.transport.core.limit.TransportSettings;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connector without a port: the listener has accepted its connections. */
final class HandoverConnector extends AbstractConnector {
    private static final Logger log = LoggerFactory.getLogger(HandoverConnector.class);

    private final SelectorManager selectors;

    /**
     * The connections from taking them over on. Jetty's own list begins later and lacks those on their way to it. The
     * size of a set would not do as a count: it may be off while others come and go.
     */
    private final Map<SelectableChannel, ConnectionsPerAddress.Place> open = new ConcurrentHashMap<>();

    private final SelectorGuard guard = new SelectorGuard("http-selector");
    private final ConnectionCount count;
    private final TransportSettings settings;

    HandoverConnector(Server server, ConnectionFactory factory, ConnectionCount count, TransportSettings settings) {
        super(server, null, null, null, 0, factory);
        this.count = count;
        this.settings = settings;
        selectors = new Selectors(getExecutor(), getScheduler());
        installBean(selectors, true);
    }

    /** Takes a connection over; closes it when it is broken. */
    void take(SocketChannel connection, ConnectionsPerAddress.Place place) {
        open.put(connection, place);
        count.up();
        try {
            connection.configureBlocking(false);
            connection.socket().setTcpNoDelay(true);
            selectors.accept(connection);
        } catch (IOException e) {
            log.debug("a connection broke before it was accepted", e);
            closeQuietly(connection);
            gone(connection);
        } catch (RuntimeException | Error e) {
            // The caller closes it; without this it would count forever.
            gone(connection);
            throw e;
        }
    }

    TransportSettings settings() {
        return settings;
    }

    private static void closeQuietly(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            log.debug("a connection did not close cleanly", e);
        }
    }

    void forEach(Consumer<ServedConnection> action) {
        for (EndPoint endPoint : getConnectedEndPoints()) {
            action.accept((HandoverEndPoint) endPoint);
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        super.onEndPointClosed(endPoint);
        HandoverEndPoint closed = (HandoverEndPoint) endPoint;
        if (!closed.isReleased()) {
            gone(closed.getChannel());
        }
    }

    /**
     * Hands a connection over; it may come back at once. It counts until it is handed over, so that the server is not
     * stopped before.
     */
    void release(SocketChannel connection, Consumer<SocketChannel> heir) {
        leavePlace(connection);
        open.remove(connection);
        heir.accept(connection);
        count.down();
    }

    /** Frees the connection's place for its address; it still counts as a connection. */
    void leavePlace(SelectableChannel connection) {
        ConnectionsPerAddress.Place place = open.get(connection);
        if (place != null) {
            place.leave();
        }
    }

    private void gone(SelectableChannel connection) {
        ConnectionsPerAddress.Place place = open.remove(connection);
        if (place != null) {
            place.leave();
            count.down();
        }
    }

    /** Marks later ends of selectors as intended. */
    void ends() {
        guard.close();
    }

    SelectorManager selectors() {
        return selectors;
    }

    /** Always throws: no thread accepts. */
    @Override
    protected void accept(int acceptor) {
        throw new IllegalStateException("connections are handed over");
    }

    /** Returns null: there is no server socket. */
    @Override
    public Object getTransport() {
        return null;
    }

    private final class Selectors extends SelectorManager {
        Selectors(Executor executor, Scheduler scheduler) {
            super(executor, scheduler, -1);
        }

        @Override
        protected ManagedSelector newSelector(int id) {
            return new GuardedSelector(this, id, guard);
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            HandoverEndPoint endPoint =
                    new HandoverEndPoint((SocketChannel) channel, selector, key, HandoverConnector.this);
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }

        @Override
        public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
            return getDefaultConnectionFactory().newConnection(HandoverConnector.this, endPoint);
        }

        @Override
        protected void endPointOpened(EndPoint endPoint) {
            super.endPointOpened(endPoint);
            onEndPointOpened(endPoint);
        }

        @Override
        protected void endPointClosed(EndPoint endPoint) {
            onEndPointClosed(endPoint);
            super.endPointClosed(endPoint);
        }

        @Override
        protected void onAcceptFailed(SelectableChannel channel, Throwable cause, Object attachment) {
            gone(channel);
            super.onAcceptFailed(channel, cause, attachment);
        }
    }
}
