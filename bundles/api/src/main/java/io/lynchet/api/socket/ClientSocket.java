// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.socket;

import io.lynchet.api.auth.Principal;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A WebSocket or an event stream of one caller, as the bundles see it that speak on it. For any thread; no call blocks. */
@ProviderType
public interface ClientSocket {
    /** What a socket was opened for. */
    enum Purpose {
        /** Live queries: {@code /api/live} and {@code /api/live/events}. */
        LIVE,
        /** The changes of everything the caller may read: {@code /api/sync/ws} and {@code /api/sync/events}. */
        SYNC
    }

    /** Names it for operators; unique as long as the process runs. */
    String id();

    Purpose purpose();

    /** Whether it is an event stream, on which clients say nothing. */
    boolean eventStream();

    /** Who it is, as of the last look at the credentials, which is less than a second old. */
    Principal principal();

    /** The network that it comes from, as limits by address count: a whole IPv4 address, of an IPv6 address the first 64 bits. For comparing only. */
    String network();

    /** Decoded query parameters of the request that opened it; given only once each. */
    Map<String, String> parameters();

    /** The {@code Last-Event-ID} that the client came back with, or null. */
    String lastEventId();

    /**
     * Queues a frame behind those that were offered before. A queue that is not full takes a frame of any size.
     *
     * @return false when the queue is full or the socket is closed, and the frame was not taken. Whoever gets that drops what it has for this
     *     socket, asks to be told by {@link #whenDrained}, and then sends the state of that moment.
     */
    boolean offer(Frame frame);

    /** Runs once when all that is queued has left, on another thread; not at all when the socket closes first. Must not block. */
    void whenDrained(Runnable action);

    /**
     * Closes it behind what is queued. What the codes mean is in {@link CloseCode}.
     *
     * @param reason for people, at most 123 bytes of UTF-8
     */
    void close(int code, String reason);

    boolean isOpen();
}
