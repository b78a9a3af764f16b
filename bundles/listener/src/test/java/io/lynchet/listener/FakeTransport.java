// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import io.lynchet.api.http.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Says its name on each connection and keeps it. */
final class FakeTransport implements Transport {
    final List<SocketChannel> taken = new CopyOnWriteArrayList<>();
    final AtomicInteger drains = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();
    volatile boolean stopped;
    volatile boolean failing;
    private final String name;

    FakeTransport(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void take(SocketChannel connection) {
        asked.incrementAndGet();
        if (stopped) {
            throw new IllegalStateException("stopped");
        }
        if (failing) {
            throw new IllegalArgumentException("this transport is broken");
        }
        taken.add(connection);
        try {
            connection.write(ByteBuffer.wrap((name + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int connections() {
        return taken.size();
    }

    @Override
    public int requestsInFlight() {
        return 0;
    }

    @Override
    public int channels() {
        return 0;
    }

    @Override
    public void drain(Duration atMost) {
        drains.incrementAndGet();
        closeAll();
    }

    @Override
    public void handOver(Consumer<SocketChannel> next, Duration atMost) {
        drains.incrementAndGet();
        List<SocketChannel> all = List.copyOf(taken);
        taken.removeAll(all);
        all.forEach(next);
    }

    void closeAll() {
        for (SocketChannel connection : taken) {
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        taken.clear();
    }
}
