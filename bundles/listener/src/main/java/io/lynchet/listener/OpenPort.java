// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Listener;
import io.lynchet.api.http.TransportInfo;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A port that is listened on, from {@link #open} to {@link #close}. */
final class OpenPort implements Listener, AutoCloseable {
    private final InetSocketAddress address;
    private final TransportSelector transports;
    private final AcceptLoop loop;

    /** The address to listen on. */
    record Place(String host, int port, int acceptQueueMax) {}

    private OpenPort(InetSocketAddress address, TransportSelector transports, AcceptLoop loop) {
        this.address = address;
        this.transports = transports;
        this.loop = loop;
    }

    /**
     * Starts to listen.
     *
     * @throws LynchetException {@code CONFIGURATION_INVALID} when the address can't be listened on
     */
    static OpenPort open(Place place, TransportSelector transports, int connectionsMax) {
        ServerSocketChannel server = null;
        try {
            server = ServerSocketChannel.open();
            // A port of which the system still remembers closed connections is not in use.
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress(place.host(), place.port()), place.acceptQueueMax());
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            AcceptLoop loop = new AcceptLoop(server, transports, connectionsMax);
            loop.start();
            return new OpenPort(new InetSocketAddress(place.host(), port), transports, loop);
        } catch (IOException | UnresolvedAddressException e) {
            LynchetException refusal = cannotListen(place, e);
            try {
                if (server != null) {
                    server.close();
                }
            } catch (IOException second) {
                refusal.addSuppressed(second);
            }
            throw refusal;
        }
    }

    private static LynchetException cannotListen(Place place, Exception cause) {
        String where = "Can't listen on " + place.host() + ":" + place.port() + " (io.lynchet.listener:host, port)";
        if (cause instanceof BindException) {
            return new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    where + ": the port is in use, or the address is not one of this machine. Stop the process that"
                            + " has the port, or choose another.",
                    cause);
        }
        if (cause instanceof UnresolvedAddressException) {
            return new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    where + ": the host is unknown. Use an address of this machine.",
                    cause);
        }
        return new LynchetException(ErrorCode.CONFIGURATION_INVALID, where + ".", cause);
    }

    void limit(int connections) {
        loop.limit(connections);
    }

    void wake() {
        loop.wake();
    }

    boolean isAlive() {
        return loop.isAlive();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Optional<String> transport() {
        return transports.name();
    }

    @Override
    public List<TransportInfo> transports() {
        return transports.list();
    }

    @Override
    public void use(String transport) {
        transports.use(transport);
    }

    @Override
    public void drain(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        loop.closeGently();
        transports.drainAll(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    @Override
    public void close() {
        loop.close();
    }
}
