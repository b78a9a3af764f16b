// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import io.lynchet.api.http.Transport;
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

/** What is the same for all transports: who counts, and how connections are ended or given away. */
public abstract class ServingTransport implements Transport, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServingTransport.class);

    /** How long WebSockets have to hear why they are closed, once nothing else is left. */
    private static final long GOODBYE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How often a drain looks for connections that have become quiet. */
    private static final long LOOK_MILLIS = 5;

    /** How often it looks, after as long, for clients that wait for an answer no more; one that has only ended its output may still do. */
    private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Whoever opens too many opens very many. */
    private static final long REFUSALS_A_LINE = 1_000;

    private final String name;
    private final InFlight inFlight;
    private final SlowLanes slowLanes;
    private final OpenChannels channels = new OpenChannels();
    private final AddressPlaces places;
    private final AtomicLong refused = new AtomicLong();
    private final ConnectionCount connections = new ConnectionCount();
    private volatile boolean draining;

    /** @param virtualThreads whether requests are answered on such */
    protected ServingTransport(String name, TransportSettings settings, boolean virtualThreads) {
        this.name = name;
        this.slowLanes = new SlowLanes(settings, virtualThreads);
        this.inFlight = new InFlight(settings.requestsMax());
        this.places = new AddressPlaces(settings.connectionsPerAddressMax());
    }

    /** Whether it answers; false from before {@link #close} on. */
    protected abstract boolean isRunning();

    /**
     * Takes it over and counts it up; down when it is closed or has been given away. Closes it when it has broken.
     *
     * @param place to be left when it is closed, given away or a channel
     */
    protected abstract void adopt(SocketChannel connection, AddressPlaces.Place place);

    protected abstract void forEachConnection(Consumer<ServedConnection> action);

    /** Cuts what is still open, and stops. */
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
        AddressPlaces.Place place = places.enter(peerOf(connection));
        if (place == null) {
            refuse(connection);
        } else {
            adopt(connection, place);
        }
    }

    /** Null when it has broken. */
    private static InetSocketAddress peerOf(SocketChannel connection) {
        try {
            return (InetSocketAddress) connection.getRemoteAddress();
        } catch (IOException e) {
            log.debug("a connection broke before it was taken", e);
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
            LastWord.crowded(connection);
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

    public final InFlight inFlight() {
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

    /** Whether it was drained, and has not been given connections since. Every answer is then the last one of its connection. */
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

    /** Answers that may never come hold nothing when nobody waits for them. */
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
            log.warn("nobody can be looked for who has gone: {}", e.getMessage());
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
