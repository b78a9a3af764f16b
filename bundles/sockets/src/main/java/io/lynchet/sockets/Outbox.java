// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.http.Channel;
import io.lynchet.api.loop.Vitals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for one client. One send is under way at a time; what comes meanwhile goes out together in the next one. For any thread; its lock is
 * held only to change its fields. A socket that is idle keeps no queue.
 */
final class Outbox {
    static final int BATCH_BYTES_MAX = 256 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private enum State {
        OPEN,
        /** Takes nothing more; the channel is closed when the queue is empty. */
        CLOSING,
        ENDED
    }

    /** Made together with the socket and used by all of them. */
    record Surroundings(int bytesMax, Executor drained, LongSupplier nanos, SocketFigures figures) {}

    private final Channel channel;
    private final Surroundings around;
    private State state = State.OPEN;
    private ArrayDeque<byte[]> queue;
    private List<Runnable> waiting;
    private List<Runnable> due;
    private boolean running;
    private boolean sending;
    private long progressNanos;
    private long bytes;
    private long sent;
    private long refused;
    private int closeCode;
    private String closeReason;

    Outbox(Channel channel, Surroundings around) {
        this.channel = channel;
        this.around = around;
    }

    /** False when it is full or closed. */
    boolean offer(byte[] message) {
        List<byte[]> batch = null;
        synchronized (this) {
            if (state != State.OPEN) {
                return false;
            }
            if (bytes >= around.bytesMax()) {
                refused++;
                around.figures().refused();
                return false;
            }
            bytes += message.length;
            if (sending) {
                queue = queue == null ? new ArrayDeque<>(4) : queue;
                queue.add(message);
            } else {
                batch = begin(List.of(message), 1);
            }
        }
        if (batch != null) {
            send(batch);
        }
        return true;
    }

    /** Sends what is no frame, but only when nothing else is on its way, which would do as well. */
    void offerWhenIdle(byte[] message) {
        synchronized (this) {
            if (state != State.OPEN || sending) {
                return;
            }
            bytes += message.length;
            begin(List.of(message), 0);
        }
        send(List.of(message));
    }

    private List<byte[]> begin(List<byte[]> batch, int frames) {
        sending = true;
        progressNanos = around.nanos().getAsLong();
        sent += frames;
        around.figures().sent(frames);
        return batch;
    }

    private void send(List<byte[]> first) {
        // A loop, because a channel may be done before send returns, and must not go deeper with each batch.
        List<byte[]> batch = first;
        while (batch != null) {
            Sending under = new Sending(batch);
            try {
                channel.send(batch, under);
            } catch (RuntimeException | Error e) {
                Vitals.suffered(e);
                under.accept(e);
            }
            batch = under.isDoneAtOnce() ? next(under) : null;
        }
    }

    /** A call of {@link Channel#send}. Whichever comes second, its end or the return of the call, goes on with the next. */
    private final class Sending implements Consumer<Throwable> {
        private final List<byte[]> batch;
        private final AtomicInteger arrived = new AtomicInteger();
        private volatile Throwable failure;

        Sending(List<byte[]> batch) {
            this.batch = batch;
        }

        boolean isDoneAtOnce() {
            return arrived.incrementAndGet() == 2;
        }

        @Override
        public void accept(Throwable problem) {
            failure = problem;
            if (arrived.incrementAndGet() == 2) {
                send(next(this));
            }
        }
    }

    /** Takes account of a send that is done, and what goes out next. */
    private List<byte[]> next(Sending done) {
        if (done.failure != null) {
            log.debug("a send failed", done.failure);
            end();
            channel.abort();
            return null;
        }
        boolean close;
        boolean run = false;
        synchronized (this) {
            if (state == State.ENDED) {
                return null;
            }
            done.batch.forEach(message -> bytes -= message.length);
            if (queue != null) {
                List<byte[]> batch = batch();
                return begin(batch, batch.size());
            }
            sending = false;
            close = state == State.CLOSING;
            if (!close && waiting != null) {
                run = isDue(waiting);
                waiting = null;
            }
        }
        if (close) {
            channel.close(closeCode, closeReason);
        } else if (run) {
            runDue();
        }
        return null;
    }

    private List<byte[]> batch() {
        List<byte[]> batch = new ArrayList<>(queue.size());
        long size = 0;
        while (!queue.isEmpty() && (batch.isEmpty() || size + queue.peek().length <= BATCH_BYTES_MAX)) {
            byte[] message = queue.poll();
            size += message.length;
            batch.add(message);
        }
        queue = queue.isEmpty() ? null : queue;
        return batch;
    }

    /** Runs it once when all that is queued has left. */
    void whenDrained(Runnable action) {
        boolean run = false;
        synchronized (this) {
            if (state != State.OPEN) {
                return;
            }
            if (sending) {
                waiting = waiting == null ? new ArrayList<>(1) : waiting;
                waiting.add(action);
            } else {
                run = isDue(List.of(action));
            }
        }
        if (run) {
            runDue();
        }
    }

    /** Whether a run has to be begun for them. One at a time keeps the executor's queue as short as there are sockets. */
    private boolean isDue(List<Runnable> actions) {
        due = due == null ? new ArrayList<>(1) : due;
        due.addAll(actions);
        boolean begin = !running;
        running = true;
        return begin;
    }

    private void runDue() {
        try {
            around.drained().execute(this::runActions);
        } catch (RejectedExecutionException e) {
            log.debug("stopping, so nobody is told that a queue is empty", e);
        }
    }

    private void runActions() {
        while (true) {
            List<Runnable> now;
            synchronized (this) {
                now = due;
                due = null;
                running = now != null;
                if (now == null || state == State.ENDED) {
                    return;
                }
            }
            for (Runnable action : now) {
                try {
                    action.run();
                } catch (RuntimeException | Error e) {
                    Vitals.suffered(e);
                    log.error("an action that waited for an empty queue failed", e);
                }
            }
        }
    }

    /** Closes the channel behind what is queued; false when it is closing already. */
    boolean close(int code, String reason) {
        synchronized (this) {
            if (state != State.OPEN) {
                return false;
            }
            state = State.CLOSING;
            closeCode = code;
            closeReason = reason;
            waiting = null;
            if (sending) {
                return true;
            }
        }
        channel.close(code, reason);
        return true;
    }

    /** Forgets everything; the channel is gone. */
    synchronized void end() {
        state = State.ENDED;
        queue = null;
        waiting = null;
        due = null;
        bytes = 0;
    }

    synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether a send is under way that has not moved since then. */
    synchronized boolean isStalledSince(long nanos) {
        return sending && state != State.ENDED && progressNanos - nanos < 0;
    }

    synchronized boolean isSending() {
        return sending;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long sent() {
        return sent;
    }

    synchronized long refused() {
        return refused;
    }
}
