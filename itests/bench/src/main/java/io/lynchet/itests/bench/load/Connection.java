// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection and the request on it. A plain record of state: {@link LoadLoop} moves it from state to state. */
final class Connection {

    enum State {
        /** Not connected; {@link #retryAt} says when to try. */
        DOWN,
        CONNECTING,
        IDLE,
        BUSY
    }

    final AnswerParser parser = new AnswerParser();
    State state = State.DOWN;
    long retryAt;
    long intended;
    long sent;
    int kind;

    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer rest;

    /** Starts to connect. The answer comes as an event, or at once as an exception. */
    void connect(Selector selector, InetSocketAddress address) throws IOException {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        state = State.CONNECTING;
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        channel.connect(address);
    }

    void finishConnect() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        state = State.IDLE;
    }

    int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    /** Sends what the view holds; what the socket does not take now is kept and sent when it can. */
    void write(ByteBuffer view) throws IOException {
        state = State.BUSY;
        channel.write(view);
        if (view.hasRemaining()) {
            rest = ByteBuffer.allocate(view.remaining()).put(view).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    void writeRest() throws IOException {
        if (rest != null) {
            channel.write(rest);
        }
        if (rest == null || !rest.hasRemaining()) {
            rest = null;
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    /** Closes; the caller decides when to connect again. */
    void close() {
        state = State.DOWN;
        rest = null;
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // The connection is given up either way, and the file descriptor is released by close even if it throws.
        }
        channel = null;
    }
}
