// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A connection that a transport serves, as seen by who wants it gone. Any thread may call, again and again; no call blocks. */
public interface ServedConnection {
    boolean isWebSocket();

    /** Gives the connection away, open, if it is between two requests, else as {@link #closeWhenQuiet}. */
    void leaveTo(Consumer<SocketChannel> heir);

    /** Closes when no request is on the connection and none seems to come. */
    void closeWhenQuiet();

    /** The answer that its client waits for and somebody else will bring; null when there is none. */
    CompletableFuture<?> awaited();

    /** To look whether the client is still there; nobody else may read or write. */
    SocketChannel socket();

    /** Closes now. */
    void cut();
}
