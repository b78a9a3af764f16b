// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Speaks HTTP on connections that it is given, and carries requests to the {@link Router}. It owns no port: a {@link Listener} does, so one
 * transport can take the place of another, or of its own former version, and no connection is refused meanwhile.
 *
 * <p>Implemented by providers and registered as a service, with its name as {@link #NAME}, from when it can answer. Used by the listener alone.
 * Several may be registered at a time; one of them is given the new connections.
 *
 * <p><b>Threads.</b> Every method may be called by any thread and at any time, also while another one runs. {@link #take} comes from one
 * thread at a time.
 *
 * <p><b>Life cycle and swap.</b> When another transport gets the connections, this one is told to hand over. It stays registered, and is
 * given connections again when the other one goes. When the service is unregistered, the listener first lets a running {@link #take} end,
 * then tells it to hand over within the unregistration; so whoever unregisters before it stops need only cut what is still there. A provider drains
 * itself when connections are left and nobody has drained it: there may be no listener any more.
 */
@ConsumerType
public interface Transport {
    /** Service property with the value of {@link #name}, a text. */
    String NAME = "lynchet.transport";

    /** Short name, such as {@code jetty}; never changes. Several versions of one provider have the same one. */
    String name();

    /**
     * Takes over a connection, and returns without waiting for anybody. It has just been accepted, or another transport has given it away
     * between two requests; so the channel is connected, in blocking mode or not, and its next byte is the first of a request. From a normal return on the transport owns and closes it, counts it in {@link #connections}, and
     * answers whatever the client sends. A request whose client leaves before its body, or the beginning of a large one, has arrived is forgotten; no router is asked. One that has broken meanwhile is closed and is no error.
     *
     * <p>Calls a running or finished {@link #drain} or {@link #handOver} off: who is given connections serves.
     *
     * @throws IllegalStateException if the transport has stopped; the connection remains the caller's, untouched
     */
    void take(SocketChannel connection);

    /** Connections that were taken and are not closed yet, with those of {@link #channels}. Counted from {@link #take} on. */
    int connections();

    /** Requests being answered right now, from when their head was read until their answer has been sent or has failed. */
    int requestsInFlight();

    /** WebSockets and event streams that are open. They are no requests in flight. */
    int channels();

    /**
     * Ends all connections, each at its own right moment, and returns when none is left, when the time is over, or when {@link #take} is
     * called. Blocks. May be called again, also by several threads; each call waits.
     * <ul>
     *   <li>Requests that run end, and so do those that still arrive; each answer says {@code Connection: close}.
     *   <li>A connection between two requests is closed once it has been quiet for a moment, and not before unread bytes were looked for.
     *   <li>WebSockets get close code 1012, event streams end, and their clients come back by themselves.
     * </ul>
     * Where nothing runs this takes far less than 250 ms, since new connections may wait for it. What is left after the time is not cut.
     */
    void drain(Duration atMost);

    /**
     * As {@link #drain}, but for a transport that another one follows: a connection between two requests, of which nothing was read that has
     * no answer, is given away open instead of being closed, and counts here no longer. Its client notices nothing, while one whose
     * connection is closed may be about to send. Transports that can't let go of a connection drain.
     *
     * @param next takes such a connection over, on any thread, and does not block
     */
    default void handOver(Consumer<SocketChannel> next, Duration atMost) {
        drain(atMost);
    }
}
