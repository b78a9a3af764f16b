// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import io.lynchet.api.loop.Vitals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of one message, with a time limit: at its end the socket is closed, whatever runs on it. The
 * library's own timeouts start again with each byte, so a slow server would block a thread for ever.
 */
final class BoundedConnection extends SocketFactory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedConnection.class);

    private final Supplier<Socket> sockets;
    private final ScheduledFuture<?> alarm;
    private Socket socket;
    private boolean ended;
    private boolean timeUp;

    BoundedConnection(ScheduledExecutorService timer, int timeoutMillis) {
        this(timer, timeoutMillis, Socket::new);
    }

    BoundedConnection(ScheduledExecutorService timer, int timeoutMillis, Supplier<Socket> sockets) {
        this.sockets = sockets;
        alarm = timer.schedule(this::ring, timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private synchronized void ring() {
        timeUp = !ended;
        try {
            end();
        } catch (RuntimeException | Error e) {
            // The timer would swallow it.
            Vitals.suffered(e);
            LOG.error("A connection whose time is up could not be closed.", e);
        }
    }

    private void end() {
        ended = true;
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // No code uses a socket any more that can't even be closed.
        }
    }

    synchronized boolean isTimeUp() {
        return timeUp;
    }

    /** Returns an unconnected socket, which the library connects and, for TLS, wraps. */
    @Override
    public synchronized Socket createSocket() throws IOException {
        if (ended || socket != null) {
            throw new IOException("There is no time for another connection.");
        }
        socket = sockets.get();
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void close() {
        alarm.cancel(false);
        end();
    }
}
