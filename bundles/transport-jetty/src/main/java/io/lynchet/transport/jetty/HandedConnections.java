// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

    /** Taken, and not known to a selector yet. */
    private final AtomicInteger arriving = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closed = lock.newCondition();

    HandedConnections(Server server, ConnectionFactory factory) {
        super(server, null, null, null, 0, factory);
        selectors = new Selectors(getExecutor(), getScheduler());
        installBean(selectors, true);
    }

    /** Closes the connection itself when it has broken. */
    void take(SocketChannel connection) {
        arriving.incrementAndGet();
        try {
            connection.configureBlocking(false);
            connection.socket().setTcpNoDelay(true);
            selectors.accept(connection);
        } catch (IOException e) {
            log.debug("a connection broke before it was taken", e);
            arriving.decrementAndGet();
            closeQuietly(connection);
        }
    }

    private static void closeQuietly(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            log.debug("a connection did not close cleanly", e);
        }
    }

    int count() {
        return arriving.get() + getConnectedEndPoints().size();
    }

    void forEach(Consumer<HandedEndPoint> action) {
        for (EndPoint endPoint : getConnectedEndPoints()) {
            action.accept((HandedEndPoint) endPoint);
        }
    }

    /** Returns when one of so many connections has been closed, or the time is over. */
    void awaitFewer(int connections, long atMostMillis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(atMostMillis);
            while (left > 0 && count() >= connections) {
                left = closed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        super.onEndPointClosed(endPoint);
        lock.lock();
        try {
            closed.signalAll();
        } finally {
            lock.unlock();
        }
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
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            HandedEndPoint endPoint = new HandedEndPoint((SocketChannel) channel, selector, key, getScheduler());
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
        protected void onAccepted(SelectableChannel channel) {
            arriving.decrementAndGet();
            super.onAccepted(channel);
        }

        @Override
        protected void onAcceptFailed(SelectableChannel channel, Throwable cause, Object attachment) {
            arriving.decrementAndGet();
            super.onAcceptFailed(channel, cause, attachment);
        }
    }
}
