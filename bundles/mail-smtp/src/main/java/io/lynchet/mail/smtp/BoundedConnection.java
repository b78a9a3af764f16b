// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/**
 * The one connection of one hand-over, with an end to it: when time is up the socket is closed, whatever is going on with it. The library's own
 * timeouts start again with each byte, so a server that drips would hold a thread for ever.
 */
final class BoundedConnection extends SocketFactory implements AutoCloseable {
    private final ScheduledFuture<?> alarm;
    private Socket socket;
    private boolean ended;
    private boolean timeUp;

    BoundedConnection(ScheduledExecutorService timer, int timeoutMillis) {
        alarm = timer.schedule(this::ring, timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private synchronized void ring() {
        timeUp = !ended;
        end();
    }

    private void end() {
        ended = true;
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // A socket that can't even be closed is not used by anybody any more.
        }
    }

    synchronized boolean isTimeUp() {
        return timeUp;
    }

    /** An unconnected socket, which the library connects and, for TLS, wraps. */
    @Override
    public synchronized Socket createSocket() throws IOException {
        if (ended || socket != null) {
            throw new IOException("There is no time for another connection.");
        }
        socket = new Socket();
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
