// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Transport;
import io.lynchet.api.http.TransportInfo;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.loop.Vitals;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The present transports and the choice of the serving one: the one named as target, else the newest. While the named
 * one is missing, the serving one goes on; but no other begins to serve.
 */
final class TransportSelector implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TransportSelector.class);

    /** There is at most one task for each transport, so more of them than threads only wait. */
    private static final int DRAINS_MAX = 4;

    private static final int TRANSPORTS_MAX = 64;
    private static final int IDLE_SECONDS = 10;
    private static final int MOMENT_MILLIS = 500;

    private final ThreadPoolExecutor drains = drains();

    private final Runnable changed;

    /**
     * Including leaving transports, whose connections count until they are gone. Guarded by the monitor of this object.
     */
    private final List<Entry> present = new CopyOnWriteArrayList<>();

    /**
     * Connections between two transports. They were counted as those of the previous one, so their number has the same
     * limit.
     */
    private final Queue<SocketChannel> parked = new ConcurrentLinkedQueue<>();

    private volatile Entry serving;
    private volatile String target = "";
    private volatile Duration patience = Duration.ofSeconds(10);
    private volatile boolean ending;
    private volatile boolean closed;

    private static ThreadPoolExecutor drains() {
        ThreadPoolExecutor drains = new ThreadPoolExecutor(
                DRAINS_MAX,
                DRAINS_MAX,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(TRANSPORTS_MAX),
                task -> {
                    Thread thread = new Thread(task, "listener-drain");
                    thread.setDaemon(true);
                    return thread;
                });
        drains.allowCoreThreadTimeOut(true);
        return drains;
    }

    private static final class Entry {
        private final Transport transport;
        private final String name;
        private final long age;
        private final Lease<Transport> lease;
        private final AtomicBoolean draining = new AtomicBoolean();
        private volatile boolean leaving;

        Entry(Transport transport, long age) {
            this.transport = transport;
            this.name = transport.name();
            this.age = age;
            this.lease = new Lease<>(transport);
        }
    }

    /** @param changed called when another transport serves, or none; must not block */
    TransportSelector(Runnable changed) {
        this.changed = changed;
    }

    /**
     * Sets the target.
     *
     * @param atMost how long a transport that no longer serves may take to end its connections
     */
    void aim(String name, Duration atMost) {
        target = name;
        patience = atMost;
        choose();
    }

    /** Sets the target like {@link #aim}. Fails with {@code NOT_FOUND} when there is no such transport. */
    void use(String name) {
        if (!names().contains(name)) {
            throw new LynchetException(
                    ErrorCode.NOT_FOUND,
                    "There is no transport " + name + "; the transports present are: " + String.join(", ", names())
                            + ". Start its feature ('features' in the shell lists them), or drop its bundle"
                            + " in.");
        }
        target = name;
        choose();
    }

    /** Returns the name of the transport that is to serve; empty for the newest. */
    String target() {
        return target;
    }

    /** @param age grows with each registration */
    void add(Transport transport, long age) {
        synchronized (this) {
            present.add(new Entry(transport, age));
        }
        choose();
    }

    /** Removes a transport. Blocks until it has ended its connections, or its time is over. */
    void remove(Transport transport) {
        Entry leaving = null;
        synchronized (this) {
            for (Entry entry : present) {
                if (entry.transport == transport && !entry.leaving) {
                    leaving = entry;
                }
            }
            if (leaving == null) {
                return;
            }
            leaving.leaving = true;
        }
        choose();
        leaving.lease.retire(patience.toMillis());
        if (!ending) {
            handOver(leaving);
        }
        synchronized (this) {
            present.remove(leaving);
        }
    }

    private void choose() {
        Entry before;
        Entry now;
        synchronized (this) {
            before = serving;
            now = ending ? null : best();
            serving = now;
        }
        if (before == now) {
            return;
        }
        log.info("{} serves the connections from now on", now == null ? "no transport" : now.name);
        changed.run();
        if (before != null && !before.leaving && !ending) {
            drainBeside(before);
        }
    }

    private Entry best() {
        Entry best = serving == null || serving.leaving ? null : serving;
        Entry newest = null;
        for (Entry entry : present) {
            boolean wanted = target.isEmpty() || target.equals(entry.name);
            if (wanted && !entry.leaving && (newest == null || entry.age > newest.age)) {
                newest = entry;
            }
        }
        return newest == null ? best : newest;
    }

    private void drainBeside(Entry former) {
        if (!former.draining.compareAndSet(false, true)) {
            return;
        }
        drains.execute(() -> {
            former.draining.set(false);
            if (serving != former && !former.leaving) {
                handOver(former);
            }
        });
    }

    private void handOver(Entry entry) {
        try {
            entry.transport.handOver(this::park, patience);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            log.error("the transport {} could not hand over its connections", entry.name, e);
        }
    }

    private void park(SocketChannel connection) {
        parked.add(connection);
        if (closed) {
            closeParked();
        }
        changed.run();
    }

    /** Returns a connection that its transport has handed over, or null. */
    SocketChannel parked() {
        return parked.poll();
    }

    private static void drain(Entry entry, Duration atMost) {
        try {
            entry.transport.drain(atMost);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            log.error("the transport {} could not be drained", entry.name, e);
        }
    }

    /** Returns the lease of the serving transport, acquired; the caller releases it. Null while none serves. */
    Lease<Transport> lease() {
        Entry now = serving;
        return now != null && now.lease.acquire() ? now.lease : null;
    }

    boolean serve() {
        return serving != null;
    }

    /** Returns the name of the serving transport. */
    Optional<String> name() {
        return Optional.ofNullable(serving).map(entry -> entry.name);
    }

    List<TransportInfo> list() {
        return present.stream()
                .filter(entry -> !entry.leaving)
                .sorted(Comparator.comparing((Entry entry) -> entry.name).thenComparing(entry -> entry.age))
                .map(entry -> new TransportInfo(
                        entry.name,
                        entry == serving,
                        entry.transport.connections(),
                        entry.transport.requestsInFlight(),
                        entry.transport.channels()))
                .toList();
    }

    List<String> names() {
        return present.stream()
                .filter(entry -> !entry.leaving)
                .map(entry -> entry.name)
                .distinct()
                .sorted()
                .toList();
    }

    int connections() {
        return parked.size() + sum(Transport::connections);
    }

    /** Returns the sum over all transports, including leaving ones. */
    int sum(ToIntFunction<Transport> figure) {
        int sum = 0;
        for (Entry entry : present) {
            sum += figure.applyAsInt(entry.transport);
        }
        return sum;
    }

    /**
     * Drains all transports at the same time and blocks for at most the given time, and a moment more in which each
     * tells what is left; transports removed later are not drained again.
     */
    void drainAll(Duration atMost) {
        ending = true;
        CompletableFuture<?>[] running = present.stream()
                .map(entry -> CompletableFuture.runAsync(() -> drain(entry, atMost), drains))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(running).get(atMost.toMillis() + MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            log.warn("connections were still open after {} ms of draining", atMost.toMillis());
        } catch (ExecutionException e) {
            throw new IllegalStateException("draining does not throw", e);
        }
    }

    /** Ends the selection. The present transports keep their connections but get no more. */
    @Override
    public void close() {
        ending = true;
        closed = true;
        serving = null;
        drains.shutdown();
        closeParked();
    }

    private void closeParked() {
        for (SocketChannel connection = parked.poll(); connection != null; connection = parked.poll()) {
            try {
                connection.close();
            } catch (IOException e) {
                log.debug("a connection did not close cleanly", e);
            }
        }
    }
}
