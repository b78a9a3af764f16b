// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import io.lynchet.api.http.Transport;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

    private final String name;
    private final InFlight inFlight;
    private final OpenChannels channels = new OpenChannels();
    private final ConnectionCount connections = new ConnectionCount();
    private volatile boolean draining;

    protected ServingTransport(String name, int requestsMax) {
        this.name = name;
        this.inFlight = new InFlight(requestsMax);
    }

    /** Whether it answers; false from before {@link #close} on. */
    protected abstract boolean isRunning();

    /** Takes it over and counts it up; down when it is closed or has been given away. Closes it when it has broken. */
    protected abstract void adopt(SocketChannel connection);

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
        adopt(connection);
    }

    @Override
    public final int requestsInFlight() {
        return inFlight.count();
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
                connections.awaitFewer(left, LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(ServedConnection connection, Consumer<ServedConnection> ending, long passed) {
        if (!connection.isWebSocket()) {
            ending.accept(connection);
        } else if (passed > GOODBYE_NANOS && inFlight.count() == 0) {
            connection.cut();
        }
    }
}
