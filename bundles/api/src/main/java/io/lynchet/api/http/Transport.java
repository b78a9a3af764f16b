// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An HTTP server that serves given connections and passes requests to the {@link Router}. It owns no port: a
 * {@link Listener} does. So one transport can replace another, or its own previous version, without a refused
 * connection.
 *
 * <p><b>Who:</b> a provider implements it and registers it as a service, with its name as {@link #NAME}, as soon as it
 * can serve. Only the listener uses it. Several may be registered at a time; one of them gets the new connections.
 *
 * <p><b>Threads:</b> any thread may call any method at any time, also while another one runs. Only {@link #take} comes
 * from one thread at a time.
 *
 * <p><b>Lifecycle and swap:</b> when another transport gets the connections, the listener tells this one to hand over.
 * It stays registered, and gets connections again when the other one goes. When the service is unregistered, the
 * listener first lets a running {@link #take} end, then tells it to hand over, within the unregistration. So a provider
 * that unregisters before it stops only has to cut the remaining connections. A provider drains itself when connections
 * are left and nobody has drained it: there may be no listener any more.
 */
@ConsumerType
public interface Transport {
    /** The service property with the value of {@link #name}, a String. */
    String NAME = "lynchet.transport";

    /**
     * Returns the short name, such as {@code jetty}; it never changes. Several versions of one provider have the same
     * name.
     */
    String name();

    /**
     * Takes over a connection, and returns without waiting.
     *
     * <p>The connection was just accepted, or comes from another transport between two requests. So the channel is
     * connected, in blocking mode or not, and its next byte is the first of a request. After a normal return the
     * transport owns and closes it, counts it in {@link #connections}, and responds to everything that the client
     * sends.
     *
     * <p>The transport drops a request, without the router, when the client leaves before its body, or the beginning of
     * a large body, has arrived. A connection that has broken meanwhile is closed and is no error.
     *
     * <p>This method cancels a running or finished {@link #drain} or {@link #handOver}: a transport that gets
     * connections serves.
     *
     * @throws IllegalStateException if the transport has stopped; the connection stays with the caller, untouched
     */
    void take(SocketChannel connection);

    /**
     * Returns the number of connections taken and not yet closed, including those of {@link #channels}. A connection
     * counts from {@link #take} on.
     */
    int connections();

    /**
     * Returns the number of requests in flight. A request counts from when its head was read until its response has
     * been sent or has failed.
     */
    int requestsInFlight();

    /** Returns the number of open WebSockets and event streams. They are no requests in flight. */
    int channels();

    /**
     * Ends all connections, each at its own right moment. Returns when none is left, when the time is over, or when
     * {@link #take} is called. Blocks. May be called again, also by several threads; each call waits.
     *
     * <ul>
     *   <li>Running requests finish, and so do requests that still arrive; each response has {@code Connection: close}.
     *   <li>A connection between two requests is closed once it has been quiet for a moment, and only after a check for
     *       unread bytes.
     *   <li>WebSockets get close code 1012, event streams end, and their clients reconnect by themselves.
     * </ul>
     *
     * Without running requests this takes far less than 250 ms, since new connections may wait for it. Connections that
     * remain after the time are not cut.
     */
    void drain(Duration atMost);

    /**
     * Drains a transport that another one follows, like {@link #drain}, but gives idle connections away open. A
     * connection is idle between two requests, when all that was read from it has been responded to. It no longer
     * counts here, and its client notices nothing. Closing it instead could fail a client that is just about to send.
     * Transports that can't give away a connection drain. Default: drains.
     *
     * @param next takes over such a connection, on any thread, and does not block
     */
    default void handOver(Consumer<SocketChannel> next, Duration atMost) {
        drain(atMost);
    }
}
