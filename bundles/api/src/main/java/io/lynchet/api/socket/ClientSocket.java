// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.socket;

import io.lynchet.api.principal.Principal;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A WebSocket or an event stream of one caller, as seen by the bundles that send and receive on it. Any thread may call
 * it; no call blocks.
 */
@ProviderType
public interface ClientSocket {
    /** The purposes of sockets. */
    enum Purpose {
        /** Live queries: {@code /api/live} and {@code /api/live/events}. */
        LIVE,
        /**
         * Sync, with the changes of all rows that the caller may read: {@code /api/sync/ws} and
         * {@code /api/sync/events}.
         */
        SYNC
    }

    /** Returns the id for operators, unique as long as the process runs. */
    String id();

    Purpose purpose();

    /** Returns whether it is an event stream, on which clients send nothing. */
    boolean eventStream();

    /**
     * Returns the principal as of the last check of the credentials. The server checks them about once a second. While
     * a check is not possible, the last principal stays, for at most 30 seconds; then the socket is closed with
     * {@link CloseCode#TRY_LATER}.
     */
    Principal principal();

    /**
     * Returns the client's network, as limits by address count it: a whole IPv4 address, of an IPv6 address the first
     * 64 bits. Only for comparing.
     */
    String network();

    /** Returns the decoded query parameters of the opening request; only parameters given once. */
    Map<String, String> parameters();

    /** Returns the {@code Last-Event-ID} with which the client reconnected, or null. */
    String lastEventId();

    /**
     * Queues a frame behind earlier ones. A queue that is not full accepts a frame of any size.
     *
     * @return false when the queue is full or the socket is closed; the frame is not queued then. In that case the
     *     caller drops its frames for this socket and calls {@link #whenDrained}. When that action runs, it sends the
     *     state of that moment.
     */
    boolean offer(Frame frame);

    /**
     * Runs an action once when the frames that are queued now have been sent, on another thread. Frames that are queued
     * later don't delay it, so the queue may be full again. Never runs it when the socket closes first. The action must
     * not block.
     */
    void whenDrained(Runnable action);

    /**
     * Closes the socket behind the queued frames. {@link CloseCode} explains the codes.
     *
     * @param reason for people, at most 123 bytes of UTF-8
     */
    void close(int code, String reason);

    boolean isOpen();
}
