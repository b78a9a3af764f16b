// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.socket.ClientSocket.Purpose;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.Sockets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** All sockets, in parts of equal size that are visited one after the other. */
public final class SocketTable implements Sockets {
    /**
     * The number of parts. With {@link Heartbeat#TICK_MILLIS}, each is visited a little more often than once a second.
     */
    public static final int PARTS = 18;

    private final List<Set<ConnectedSocket>> parts;
    private final AtomicLong numbers = new AtomicLong();
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile boolean stopping;

    SocketTable() {
        List<Set<ConnectedSocket>> made = new ArrayList<>(PARTS);
        for (int i = 0; i < PARTS; i++) {
            made.add(ConcurrentHashMap.newKeySet());
        }
        parts = List.copyOf(made);
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    void add(ConnectedSocket socket) {
        part(socket.number()).add(socket);
    }

    void remove(ConnectedSocket socket) {
        part(socket.number()).remove(socket);
        if (stopping && isEmpty()) {
            gone.countDown();
        }
    }

    /** Returns a part by any number: of a socket, or of a tick. */
    Set<ConnectedSocket> part(long number) {
        return parts.get((int) (number % PARTS));
    }

    public void forEach(Consumer<ConnectedSocket> action) {
        parts.forEach(part -> part.forEach(action));
    }

    private boolean isEmpty() {
        return parts.stream().allMatch(Set::isEmpty);
    }

    /** Closes all sockets, and from now on those that open. Returns a latch that opens when the last one has closed. */
    public CountDownLatch stop() {
        stopping = true;
        if (isEmpty()) {
            gone.countDown();
        }
        forEach(socket -> socket.close(CloseCode.RESTARTING, "another version takes over the sockets"));
        return gone;
    }

    boolean isStopping() {
        return stopping;
    }

    @Override
    public List<OpenSocket> open() {
        List<ConnectedSocket> all = new ArrayList<>();
        forEach(all::add);
        all.sort(Comparator.comparingLong(ConnectedSocket::number));
        return all.stream().map(ConnectedSocket::describe).toList();
    }

    @Override
    public boolean kick(String id, String reason) {
        boolean[] found = {false};
        forEach(socket -> {
            if (socket.id().equals(id)) {
                found[0] = true;
                socket.close(CloseCode.KICKED, reason);
            }
        });
        return found[0];
    }

    public void report(MetricSink sink) {
        for (Purpose purpose : Purpose.values()) {
            for (boolean events : List.of(false, true)) {
                Map<String, String> labels = Map.of(
                        "purpose", purpose.name().toLowerCase(Locale.ROOT), "kind", events ? "events" : "websocket");
                sink.gauge("lynchet_sockets_open", "Open sockets.", labels, (double) count(purpose, events));
            }
        }
        double queued = parts.stream()
                .flatMap(Set::stream)
                .mapToDouble(ConnectedSocket::queuedBytes)
                .sum();
        sink.gauge("lynchet_sockets_queued_bytes", "Bytes that wait for clients.", Map.of(), queued);
    }

    private long count(Purpose purpose, boolean eventStream) {
        return parts.stream()
                .flatMap(Set::stream)
                .map(ConnectedSocket::origin)
                .filter(origin -> origin.purpose() == purpose && origin.eventStream() == eventStream)
                .count();
    }
}
