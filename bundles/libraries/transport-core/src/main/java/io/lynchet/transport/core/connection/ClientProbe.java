// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.connection;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A probe for gone clients on connections that are not being read. It takes none of the bytes that they have sent. For
 * one thread.
 */
public final class ClientProbe implements AutoCloseable {
    private final Selector selector;

    public ClientProbe() throws IOException {
        selector = Selector.open();
    }

    /** Returns whether the client has ended the connection, and all its bytes have been read. */
    public boolean isGone(SocketChannel connection) {
        try {
            SelectionKey key = connection.register(selector, SelectionKey.OP_READ);
            selector.selectNow();
            // Something can be read, but there are no bytes: that is the end.
            boolean gone =
                    key.isReadable() && connection.socket().getInputStream().available() == 0;
            key.cancel();
            selector.selectNow();
            return gone;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
