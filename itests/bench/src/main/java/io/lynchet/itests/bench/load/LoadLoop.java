// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * One selector thread with its share of the connections. It costs one write, one read and a share of one select per
 * request, and allocates nothing on the way.
 */
final class LoadLoop implements Callable<Tally> {

    private static final long MILLI = 1_000_000L;
    private static final long HOUSEKEEPING = 50 * MILLI;
    private static final long RETRY = 20 * MILLI;
    /** Below this the wait is a short park instead of a select, whose time limit is in whole milliseconds. */
    private static final long SHORT_WAIT = MILLI;

    private static final long PARK = 50_000L;

    private final LoadSpec spec;
    private final RequestDeck deck;
    private final Start start;
    private final InetSocketAddress address;
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private final byte[] bytes = new byte[256 * 1024];
    private final ByteBuffer view;
    private final Tally tally;
    private final Window window;

    private Selector selector;
    private Pacer pacer;
    private int next;
    private int busy;
    private int down;
    private long cpuFrom = -1;
    private long cpuFromAt;

    /**
     * Where a loop stands among its siblings, and whom it tells.
     *
     * @param allConnected called when all its connections stand
     * @param late called while a request has waited for more than half of its time limit
     */
    record Start(Window window, int index, int connections, Runnable allConnected, Runnable late) {}

    LoadLoop(LoadSpec spec, RequestDeck deck, Start start) {
        this.spec = spec;
        this.deck = deck;
        this.start = start;
        this.window = start.window();
        this.address = spec.target().address();
        this.view = deck.view();
        this.next = (int) ((long) deck.size() * start.index() / spec.shape().threads());
        this.tally = new Tally(window, deck.kindNames().size(), spec.shape().ratePerSecond() > 0);
    }

    @Override
    public Tally call() throws IOException {
        try (Selector s = Selector.open()) {
            selector = s;
            connectAll();
            start.allConnected().run();
            pacer = pacer();
            loop();
        } finally {
            connections.forEach(Connection::close);
        }
        return tally;
    }

    private Pacer pacer() {
        double rate = spec.shape().ratePerSecond();
        int threads = spec.shape().threads();
        return rate == 0
                ? Pacer.closedLoop(window)
                : new FixedRatePacer(window, rate / threads, (double) start.index() / threads);
    }

    private void connectAll() throws IOException {
        long giveUpAt = System.nanoTime() + spec.timing().timeout().toNanos();
        for (int i = 0; i < start.connections(); i++) {
            Connection c = new Connection();
            connections.add(c);
            open(c, System.nanoTime());
        }
        while (idle.size() < connections.size() && System.nanoTime() < giveUpAt) {
            selector.select(this::ready, 10);
            reopen(System.nanoTime());
        }
    }

    private void loop() throws IOException {
        long housekeepingAt = 0;
        while (true) {
            long now = System.nanoTime();
            dispatch(now);
            if (now >= housekeepingAt) {
                housekeepingAt = now + HOUSEKEEPING;
                housekeeping(now);
                if (over(now)) {
                    return;
                }
            }
            await(now, housekeepingAt);
        }
    }

    private void dispatch(long now) {
        while (!idle.isEmpty()) {
            long intended = pacer.take(now);
            if (intended == Pacer.NONE) {
                return;
            }
            send(idle.pop(), intended);
        }
    }

    private void await(long now, long housekeepingAt) throws IOException {
        long due = idle.isEmpty() ? Long.MAX_VALUE : pacer.dueIn(now);
        long wait = Math.max(0, Math.min(due, housekeepingAt - now));
        if (down > 0) {
            reopen(now);
            wait = Math.min(wait, RETRY / 2);
        }
        if (wait >= SHORT_WAIT) {
            selector.select(this::ready, wait / MILLI);
        } else if (selector.selectNow(this::ready) == 0 && wait > 0) {
            LockSupport.parkNanos(Math.min(wait, PARK));
        }
    }

    private void ready(SelectionKey key) {
        Connection c = (Connection) key.attachment();
        try {
            if (c.state == Connection.State.CONNECTING) {
                c.finishConnect();
                nowIdle(c, System.nanoTime());
                return;
            }
            if (key.isWritable()) {
                c.writeRest();
            }
            if (key.isReadable()) {
                read(c);
            }
        } catch (MalformedAnswerException e) {
            fail(c, Failure.MALFORMED, e.getMessage());
        } catch (IOException e) {
            disconnected(c, e.toString());
        }
    }

    private void read(Connection c) throws IOException, MalformedAnswerException {
        buffer.clear();
        int count = c.read(buffer);
        if (count < 0) {
            if (c.state == Connection.State.BUSY && c.parser.closed()) {
                answered(c);
            } else {
                disconnected(c, "end of stream");
            }
            return;
        }
        buffer.get(0, bytes, 0, count);
        tally.bytes += count;
        if (c.state != Connection.State.BUSY) {
            throw new MalformedAnswerException("bytes without a request");
        }
        int used = c.parser.feed(bytes, 0, count);
        if (c.parser.done()) {
            if (used < count) {
                throw new MalformedAnswerException((count - used) + " bytes after the answer");
            }
            answered(c);
        }
    }

    private void answered(Connection c) {
        long now = System.nanoTime();
        busy--;
        tally.answer(c, now);
        if (c.parser.closes()) {
            tally.reconnects++;
            c.close();
            open(c, now);
        } else {
            c.state = Connection.State.IDLE;
            nowIdle(c, now);
        }
    }

    /** The next due request goes out at once; only without one does the connection join the idle ones. */
    private void nowIdle(Connection c, long now) {
        long intended = pacer == null ? Pacer.NONE : pacer.take(now);
        if (intended == Pacer.NONE) {
            idle.push(c);
        } else {
            send(c, intended);
        }
    }

    private void send(Connection c, long intended) {
        int index = next;
        next = index + 1 == deck.size() ? 0 : index + 1;
        c.parser.reset();
        c.intended = intended;
        c.kind = deck.kind(index);
        c.sent = System.nanoTime();
        view.clear().limit(deck.end(index)).position(deck.start(index));
        busy++;
        try {
            c.write(view);
        } catch (IOException e) {
            disconnected(c, e.toString());
        }
    }

    private void disconnected(Connection c, String message) {
        switch (c.state) {
            case CONNECTING -> {
                tally.failure(Failure.REFUSED, message);
                c.close();
                c.retryAt = System.nanoTime() + RETRY;
                down++;
            }
            case BUSY -> fail(c, c.parser.started() ? Failure.TRUNCATED : Failure.DROPPED, message);
            default -> {
                // Closed between two requests, which a server may do.
                idle.remove(c);
                tally.reconnects++;
                c.close();
                open(c, System.nanoTime());
            }
        }
    }

    private void fail(Connection c, Failure failure, String message) {
        tally.failure(failure, message);
        if (c.state == Connection.State.BUSY) {
            busy--;
        }
        idle.remove(c);
        tally.reconnects++;
        c.close();
        open(c, System.nanoTime());
    }

    private void open(Connection c, long now) {
        try {
            c.connect(selector, address);
        } catch (IOException e) {
            tally.failure(Failure.REFUSED, e.toString());
            c.close();
            c.retryAt = now + RETRY;
            down++;
        }
    }

    private void reopen(long now) {
        for (Connection c : connections) {
            if (c.state == Connection.State.DOWN && now >= c.retryAt) {
                down--;
                open(c, now);
            }
        }
    }

    private void housekeeping(long now) {
        long timeout = spec.timing().timeout().toNanos();
        for (Connection c : connections) {
            if (c.state == Connection.State.BUSY && now - c.sent > timeout / 2) {
                start.late().run();
                if (now - c.sent > timeout) {
                    fail(c, Failure.TIMEOUT, "no answer within " + spec.timing().timeout());
                }
            }
        }
        measureCpu(now);
    }

    private void measureCpu(long now) {
        if (now < window.recordFrom() || now > window.end() + HOUSEKEEPING) {
            return;
        }
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        if (cpuFrom < 0) {
            cpuFrom = cpu;
            cpuFromAt = now;
        }
        tally.cpuNanos = cpu - cpuFrom;
        tally.cpuWallNanos = now - cpuFromAt;
    }

    private boolean over(long now) {
        if (now < window.end()) {
            return false;
        }
        boolean late = now > window.end() + spec.timing().timeout().toNanos();
        if (!late && (busy > 0 || pacer.backlog(now) > 0)) {
            return false;
        }
        for (Connection c : connections) {
            if (c.state == Connection.State.BUSY) {
                tally.failure(Failure.TIMEOUT, "no answer when the run ended");
            }
        }
        for (long intended = pacer.take(now); intended != Pacer.NONE; intended = pacer.take(now)) {
            tally.unsent(intended, now);
        }
        tally.end(now);
        return true;
    }
}
