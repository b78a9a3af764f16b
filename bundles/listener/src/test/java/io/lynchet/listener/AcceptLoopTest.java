// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What can go wrong with accepting. */
class AcceptLoopTest {
    private static ServerSocketChannel bound() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Test
    void tooManyOpenFiles_passes_andTheConnectionThatWaitedIsServed() throws IOException {
        FakeTransport transport = new FakeTransport("a");
        AtomicInteger failures = new AtomicInteger();
        ServerSocketChannel server = bound();
        try (TransportSelector transports = new TransportSelector(() -> {});
                AcceptLoop loop = new AcceptLoop(server, transports, 10, from -> {
                    if (failures.incrementAndGet() <= 3) {
                        throw new IOException("Too many open files");
                    }
                    return from.accept();
                })) {
            transports.add(transport, 1);
            loop.start();
            try (Socket client = new Socket()) {
                client.connect(server.getLocalAddress());
                Await.until("the connection to be taken", () -> transport.connections() == 1);
            }
            assertThat(failures.get()).isGreaterThan(3);
            assertThat(loop.isAlive()).isTrue();
        }
        transport.closeAll();
    }

    @Test
    void errorWhileAccepting_isNotTheEnd() throws IOException {
        FakeTransport transport = new FakeTransport("a");
        Queue<Error> errors = new ConcurrentLinkedQueue<>(List.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools")));
        ServerSocketChannel server = bound();
        try (TransportSelector transports = new TransportSelector(() -> {});
                AcceptLoop loop = new AcceptLoop(server, transports, 10, from -> {
                    Error error = errors.poll();
                    if (error != null) {
                        throw error;
                    }
                    return from.accept();
                })) {
            transports.add(transport, 1);
            loop.start();
            try (Socket client = new Socket()) {
                client.connect(server.getLocalAddress());
                Await.until("the connection to be taken", () -> transport.connections() == 1);
            }
            assertThat(errors).isEmpty();
            assertThat(loop.isAlive()).isTrue();
        }
        transport.closeAll();
    }

    @Test
    void portClosedFromOutside_endsTheLoop() throws IOException {
        ServerSocketChannel server = bound();
        try (TransportSelector transports = new TransportSelector(() -> {});
                AcceptLoop loop = new AcceptLoop(server, transports, 10)) {
            transports.add(new FakeTransport("a"), 1);
            loop.start();
            server.close();
            loop.wake();
            Await.until("the loop to end", () -> !loop.isAlive());
        }
    }
}
