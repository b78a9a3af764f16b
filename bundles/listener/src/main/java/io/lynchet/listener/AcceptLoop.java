// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.loop.Vitals;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that accepts connections. Each of its waits is a select, so that a wakeup ends any of them. It holds at
 * most one connection: it accepts when a transport is present, and keeps the accepted connection until one has taken
 * it.
 */
final class AcceptLoop implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AcceptLoop.class);

    /** Transports do not tell when a connection ends, so at the limit the number is checked this often. */
    private static final long ROOM_MILLIS = 10;

    private static final long PAUSE_MILLIS_MIN = 10;
    private static final long PAUSE_MILLIS_MAX = 1_000;

    /** A transport that says that it has stopped is about to leave; one that keeps saying so is broken. */
    private static final int REFUSALS_MAX = 100;

    private static final long END_MILLIS = 5_000;

    private final Loop loop = Loop.vital("listener-accept", log::error);
    private final ServerSocketChannel server;
    private final Accepting accepting;
    private final TransportSelector transports;
    private final Selector selector;
    private final SelectionKey key;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int connectionsMax;
    private volatile boolean open = true;
    private volatile boolean takesRest;

    // Confined to the thread.
    private SocketChannel held;
    private int refusals;
    private long pauseMillis;

    /** The call that the system may refuse. */
    @FunctionalInterface
    interface Accepting {
        SocketChannel accept(ServerSocketChannel server) throws IOException;
    }

    /** @param server bound; this loop closes it */
    AcceptLoop(ServerSocketChannel server, TransportSelector transports, int connectionsMax) throws IOException {
        this(server, transports, connectionsMax, ServerSocketChannel::accept);
    }

    AcceptLoop(ServerSocketChannel server, TransportSelector transports, int connectionsMax, Accepting accepting)
            throws IOException {
        this.server = server;
        this.accepting = accepting;
        this.transports = transports;
        this.connectionsMax = connectionsMax;
        server.configureBlocking(false);
        selector = Selector.open();
        key = server.register(selector, 0);
    }

    void start() {
        loop.thread(this).start();
    }

    void limit(int connections) {
        connectionsMax = connections;
        wake();
    }

    /** Wakes the loop after a change that it may wait for. */
    void wake() {
        selector.wakeup();
    }

    boolean isAlive() {
        return ended.getCount() > 0;
    }

    @Override
    public void run() {
        try {
            while (open) {
                try {
                    step();
                } catch (IOException | RuntimeException | Error e) {
                    Vitals.suffered(e);
                    failed(e);
                }
            }
            if (takesRest) {
                takeRest();
            }
        } catch (IOException | RuntimeException | Error e) {
            Vitals.suffered(e);
            log.warn("connections that waited at the end were not accepted", e);
        } finally {
            closeAll();
            ended.countDown();
        }
    }

    private void step() throws IOException {
        if (held != null) {
            give();
        } else if (!transports.serve()) {
            pause(0);
        } else {
            held = transports.parked();
            if (held == null) {
                accept();
            }
        }
    }

    private void accept() throws IOException {
        if (transports.connections() >= connectionsMax) {
            pause(ROOM_MILLIS);
        } else {
            held = accepting.accept(server);
            recovered();
            if (held == null) {
                awaitConnection();
            }
        }
    }

    private void give() throws IOException {
        Lease<Transport> lease = transports.lease();
        if (lease == null) {
            pause(0);
            return;
        }
        try {
            lease.service().take(held);
            held = null;
            refusals = 0;
        } catch (IllegalStateException e) {
            refused(lease.service(), e);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            log.error("the transport {} could not accept a connection, which is closed", lease.service(), e);
            drop();
        } finally {
            lease.release();
        }
    }

    private void refused(Transport transport, IllegalStateException why) throws IOException {
        refusals++;
        if (refusals == REFUSALS_MAX) {
            log.error("the transport {} accepts no connections", transport.name(), why);
        }
        pause(refusals < REFUSALS_MAX ? PAUSE_MILLIS_MIN : PAUSE_MILLIS_MAX);
    }

    /** Waits for a wakeup, for at most the given time; without a limit for 0. */
    private void pause(long atMostMillis) throws IOException {
        key.interestOps(0);
        selector.select(atMostMillis);
    }

    private void awaitConnection() throws IOException {
        key.interestOps(SelectionKey.OP_ACCEPT);
        selector.select();
        selector.selectedKeys().clear();
    }

    /**
     * Handles a failure such as too many open files. That passes, and until then clients wait in the queue of the
     * system.
     */
    private void failed(Throwable failure) {
        if (!open) {
            return;
        }
        if (!server.isOpen() || !selector.isOpen()) {
            log.error("the port was closed from outside", failure);
            loop.broken("the port was closed from outside");
            open = false;
            return;
        }
        if (pauseMillis == 0) {
            log.error("connections can't be accepted; trying again until they can", failure);
        }
        pauseMillis = Math.min(PAUSE_MILLIS_MAX, Math.max(PAUSE_MILLIS_MIN, pauseMillis * 2));
        try {
            pause(pauseMillis);
        } catch (IOException e) {
            log.debug("the pause was cut short", e);
        }
    }

    private void recovered() {
        if (pauseMillis > 0) {
            pauseMillis = 0;
            log.info("connections are accepted again");
        }
    }

    /** Closing the port would cut the connections in the queue of the system. */
    private void takeRest() throws IOException {
        while (transports.serve()) {
            if (held == null) {
                held = transports.parked();
            }
            if (held == null) {
                held = server.accept();
            }
            Lease<Transport> lease = held == null ? null : transports.lease();
            if (lease == null) {
                return;
            }
            try {
                lease.service().take(held);
                held = null;
            } finally {
                lease.release();
            }
        }
    }

    private void closeAll() {
        drop();
        try {
            selector.close();
            server.close();
        } catch (IOException e) {
            log.warn("the port did not close cleanly", e);
        }
    }

    private void drop() {
        if (held == null) {
            return;
        }
        try {
            held.close();
        } catch (IOException e) {
            log.debug("a connection did not close cleanly", e);
        }
        held = null;
    }

    /** Passes the waiting connections to the transport, then closes the port. Blocks for at most 5 seconds. */
    void closeGently() {
        takesRest = true;
        close();
    }

    /** Closes the port and blocks until that is done, for at most 5 seconds. */
    @Override
    public void close() {
        open = false;
        loop.close();
        wake();
        try {
            if (!ended.await(END_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn("the accepting thread has not ended after {} ms", END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
