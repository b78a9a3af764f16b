// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Thousands of WebSocket clients on one thread, which takes frames where they lie and copies only what has not come to
 * its end.
 */
public final class SocketFarm implements AutoCloseable {
    private static final int READ_BYTES = 16 << 20;

    private final InetSocketAddress server;
    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "socket-farm");
        made.setDaemon(true);
        return made;
    });
    private volatile boolean closed;

    /** Hears of one socket, on the farm's thread. */
    public interface Ear {
        /** May be told before {@link SocketFarm#open} has returned. */
        void opened(FarmSocket socket);

        /** @param text in UTF-8; its bytes are those only until this returns */
        void text(ByteBuffer text);

        /** @param code of the close frame, 1006 without one, or minus the status of an answer that was no upgrade */
        void closed(int code);
    }

    /**
     * How a socket is opened.
     *
     * @param from the client's own address, such as 127.0.0.2
     * @param token a bearer token, or null
     * @param receiveBytes size of the system's receive buffer, 0 for the usual
     */
    public record Opening(String path, String from, String token, int receiveBytes) {
        public Opening(String path) {
            this(path, null, null, 0);
        }
    }

    /** @param server its host and port are looked at */
    public SocketFarm(URI server) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        selector = Selector.open();
        thread.execute(this::run);
        thread.shutdown();
    }

    /** Begins to open one, and returns at once. */
    public FarmSocket open(Opening opening, Ear ear) {
        FarmSocket socket = new FarmSocket(this, opening, ear);
        later(() -> connect(socket));
        return socket;
    }

    private void connect(FarmSocket socket) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (socket.opening.receiveBytes() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, socket.opening.receiveBytes());
            }
            if (socket.opening.from() != null) {
                channel.bind(new InetSocketAddress(socket.opening.from(), 0));
            }
            channel.connect(server);
            socket.connecting(channel, channel.register(selector, SelectionKey.OP_CONNECT, socket));
        } catch (IOException e) {
            socket.ended(1006);
        }
    }

    void later(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key, (FarmSocket) key.attachment());
                }
                selector.selectedKeys().clear();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key, FarmSocket socket) {
        try {
            if (key.isValid() && key.isConnectable()) {
                socket.connected();
            }
            if (key.isValid() && key.isWritable()) {
                socket.flush();
            }
            if (key.isValid() && key.isReadable()) {
                socket.read(buffer);
            }
        } catch (ClosedChannelException e) {
            socket.ended(1006);
        } catch (IOException e) {
            // A reset, or nobody listens there: the server was killed.
            socket.ended(1006);
        }
    }

    /** Cuts all sockets. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the farm's thread does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
