// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import io.lynchet.api.http.Transport;
import io.lynchet.transport.core.channel.OpenChannels;
import io.lynchet.transport.core.connection.ClientProbe;
import io.lynchet.transport.core.connection.ConnectionCount;
import io.lynchet.transport.core.connection.ConnectionsPerAddress;
import io.lynchet.transport.core.connection.RawErrorResponse;
import io.lynchet.transport.core.connection.ServedConnection;
import io.lynchet.transport.core.limit.InFlightLimit;
import io.lynchet.transport.core.limit.SlowLanes;
import io.lynchet.transport.core.limit.TransportSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The common part of all transports: it counts connections, requests and channels, and ends connections or hands them
 * over.
 */
public abstract class ServingTransport implements Transport, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServingTransport.class);

    /** How long WebSockets have to receive the reason of their closing, once nothing else is left. */
    private static final long GOODBYE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How often a drain checks for connections that have become quiet. */
    private static final long LOOK_MILLIS = 5;

    /**
     * How often, and after how long first, a drain checks for clients that no longer wait for a response. A client that
     * has only closed its output may still wait.
     */
    private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A client that opens too many connections opens very many. */
    private static final long REFUSALS_A_LINE = 1_000;

    private final String name;
    private final InFlightLimit inFlight;
    private final SlowLanes slowLanes;
    private final OpenChannels channels = new OpenChannels();
    private final ConnectionsPerAddress places;
    private final AtomicLong refused = new AtomicLong();
    private final ConnectionCount connections = new ConnectionCount();
    private volatile boolean draining;

    /** @param virtualThreads whether requests are handled on virtual threads */
    protected ServingTransport(String name, TransportSettings settings, boolean virtualThreads) {
        this.name = name;
        this.slowLanes = new SlowLanes(settings, virtualThreads);
        this.inFlight = new InFlightLimit(settings.requestsMax());
        this.places = new ConnectionsPerAddress(settings.connectionsPerAddressMax());
    }

    /** Returns whether the transport responds; false from before {@link #close} on. */
    protected abstract boolean isRunning();

    /**
     * Takes a connection over and counts it up; the count goes down when it is closed or handed over. Closes it when it
     * is broken.
     *
     * @param place left when the connection is closed, handed over or becomes a channel
     */
    protected abstract void adopt(SocketChannel connection, ConnectionsPerAddress.Place place);

    protected abstract void forEachConnection(Consumer<ServedConnection> action);

    /** Cuts the open connections, and stops. */
    @Override
    public abstract void close();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void take(SocketChannel connection) {
        if (!isRunning()) {
            throw new IllegalStateException("this transport has stopped");
        }
        if (draining) {
            draining = false;
            channels.keep();
        }
        ConnectionsPerAddress.Place place = places.enter(peerOf(connection));
        if (place == null) {
            refuse(connection);
        } else {
            adopt(connection, place);
        }
    }

    /** Returns the client's address, or null when the connection is broken. */
    private static InetSocketAddress peerOf(SocketChannel connection) {
        try {
            return (InetSocketAddress) connection.getRemoteAddress();
        } catch (IOException e) {
            log.debug("a connection broke before it was accepted", e);
            return null;
        }
    }

    private void refuse(SocketChannel connection) {
        if (refused.getAndIncrement() % REFUSALS_A_LINE == 0) {
            log.warn(
                    "an address has as many connections as it may have (connectionsPerAddressMax); refused so far: {}",
                    refused.get());
        }
        try (connection) {
            RawErrorResponse.crowded(connection);
        } catch (IOException e) {
            log.debug("a connection broke when it was refused", e);
        }
    }

    @Override
    public final int requestsInFlight() {
        return inFlight.count() + slowLanes.arriving();
    }

    @Override
    public final int channels() {
        return channels.count();
    }

    @Override
    public final int connections() {
        return connections.now();
    }

    public final InFlightLimit inFlight() {
        return inFlight;
    }

    public final SlowLanes slowLanes() {
        return slowLanes;
    }

    public final OpenChannels openChannels() {
        return channels;
    }

    public final ConnectionCount connectionCount() {
        return connections;
    }

    /**
     * Returns whether it was drained and has got no connection since. Then every response is the last one of its
     * connection.
     */
    public final boolean isDrained() {
        return draining;
    }

    @Override
    public final void drain(Duration atMost) {
        drain(atMost, ServedConnection::closeWhenQuiet);
    }

    @Override
    public final void handOver(Consumer<SocketChannel> next, Duration atMost) {
        drain(atMost, connection -> connection.leaveTo(next));
    }

    private void drain(Duration atMost, Consumer<ServedConnection> ending) {
        long start = System.nanoTime();
        draining = true;
        channels.drain();
        long nextProbe = GONE_NANOS;
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
                forEachConnection(connection -> end(connection, ending, passed));
                if (passed >= nextProbe) {
                    nextProbe += GONE_NANOS;
                    forgetGoneClients();
                }
                connections.awaitFewer(left, LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cancels promised responses that clients no longer wait for, so that they hold no connection. */
    private void forgetGoneClients() {
        try (ClientProbe probe = new ClientProbe()) {
            forEachConnection(connection -> {
                CompletableFuture<?> awaited = connection.awaited();
                if (awaited != null && probe.isGone(connection.socket())) {
                    awaited.cancel(false);
                    connection.cut();
                }
            });
        } catch (IOException e) {
            log.warn("the transport can't detect clients that have gone: {}", e.getMessage());
        }
    }

    private void end(ServedConnection connection, Consumer<ServedConnection> ending, long passed) {
        if (!connection.isWebSocket()) {
            ending.accept(connection);
        } else if (passed > GOODBYE_NANOS && requestsInFlight() == 0) {
            connection.cut();
        }
    }
}
