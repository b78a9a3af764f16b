// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.connection;

import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A connection that a transport serves, as the drain sees it. Any thread may call any method repeatedly; no call
 * blocks.
 */
public interface ServedConnection {
    boolean isWebSocket();

    /**
     * Hands the connection over, open, if it is between two requests; otherwise does the same as
     * {@link #closeWhenQuiet}.
     */
    void leaveTo(Consumer<SocketChannel> heir);

    /** Closes the connection when no request is on it and none seems to come. */
    void closeWhenQuiet();

    /** Returns the promised response that the client waits for, or null when there is none. */
    CompletableFuture<?> awaited();

    /** Returns the socket, to check whether the client is still present; the caller must not read or write. */
    SocketChannel socket();

    /** Cuts the connection. */
    void cut();
}
