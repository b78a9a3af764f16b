// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.AddressPlaces;
import io.lynchet.transport.core.ConnectionCount;
import io.lynchet.transport.core.SelectGuard;
import io.lynchet.transport.core.ServedConnection;
import io.lynchet.transport.core.TransportSettings;
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

/** A connector without a port: its connections were accepted by somebody else. */
final class HandedConnections extends AbstractConnector {
    private static final Logger log = LoggerFactory.getLogger(HandedConnections.class);

    private final SelectorManager selectors;

    /**
     * From being taken on. Jetty's own list begins later, and says nothing of those that are on their way to it; nor would the size of a set do,
     * which may be off while others come and go.
     */
    private final Map<SelectableChannel, AddressPlaces.Place> open = new ConcurrentHashMap<>();

    private final SelectGuard guard = new SelectGuard("http-selector");
    private final ConnectionCount count;
    private final TransportSettings settings;

    HandedConnections(Server server, ConnectionFactory factory, ConnectionCount count, TransportSettings settings) {
        super(server, null, null, null, 0, factory);
        this.count = count;
        this.settings = settings;
        selectors = new Selectors(getExecutor(), getScheduler());
        installBean(selectors, true);
    }

    /** Closes the connection itself when it has broken. */
    void take(SocketChannel connection, AddressPlaces.Place place) {
        open.put(connection, place);
        count.up();
        try {
            connection.configureBlocking(false);
            connection.socket().setTcpNoDelay(true);
            selectors.accept(connection);
        } catch (IOException e) {
            log.debug("a connection broke before it was taken", e);
            closeQuietly(connection);
            gone(connection);
        } catch (RuntimeException | Error e) {
            // Whoever gave it closes it; else it would count for ever.
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
            action.accept((HandedEndPoint) endPoint);
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        super.onEndPointClosed(endPoint);
        HandedEndPoint closed = (HandedEndPoint) endPoint;
        if (!closed.isReleased()) {
            gone(closed.getChannel());
        }
    }

    /** Gives it away; it may come back at once. It counts until it has been given, so that nobody stops the server before. */
    void release(SocketChannel connection, Consumer<SocketChannel> heir) {
        leavePlace(connection);
        open.remove(connection);
        heir.accept(connection);
        count.down();
    }

    /** It counts on as a connection, but not as one of its address. */
    void leavePlace(SelectableChannel connection) {
        AddressPlaces.Place place = open.get(connection);
        if (place != null) {
            place.leave();
        }
    }

    private void gone(SelectableChannel connection) {
        AddressPlaces.Place place = open.remove(connection);
        if (place != null) {
            place.leave();
            count.down();
        }
    }

    /** The end of a selector is on purpose from now on. */
    void ends() {
        guard.close();
    }

    SelectorManager selectors() {
        return selectors;
    }

    /** There is no thread that accepts. */
    @Override
    protected void accept(int acceptor) {
        throw new IllegalStateException("connections are handed over");
    }

    /** There is no server socket. */
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
            HandedEndPoint endPoint =
                    new HandedEndPoint((SocketChannel) channel, selector, key, HandedConnections.this);
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }

        @Override
        public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
            return getDefaultConnectionFactory().newConnection(HandedConnections.this, endPoint);
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
