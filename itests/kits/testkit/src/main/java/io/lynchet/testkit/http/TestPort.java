// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.http;

import io.lynchet.api.http.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A free port of this machine. It gives each connection to one transport, as the listener does. */
public final class TestPort implements AutoCloseable {
    private final ServerSocketChannel server;
    private final InetSocketAddress address;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "test-port-accept");
        thread.setDaemon(true);
        return thread;
    });

    private TestPort(ServerSocketChannel server) throws IOException {
        this.server = server;
        this.address = (InetSocketAddress) server.getLocalAddress();
    }

    public static TestPort open(Transport transport) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
            TestPort port = new TestPort(server);
            port.thread.execute(() -> port.accept(transport));
            port.thread.shutdown();
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(Transport transport) {
        while (true) {
            SocketChannel connection;
            try {
                connection = server.accept();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            transport.take(connection);
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Refuses connections from now on; those of the transport go on. */
    @Override
    public void close() {
        try {
            server.close();
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
