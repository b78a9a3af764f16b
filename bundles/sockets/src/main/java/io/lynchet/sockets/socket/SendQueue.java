// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

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
 * The queue of frames for one client. Thread-safe; its lock is held only to change its fields.
 *
 * <p>One send runs at a time; frames that arrive meanwhile go out together in the next one. An idle socket keeps no
 * queue.
 */
final class SendQueue {
    static final int BATCH_BYTES_MAX = 256 * 1024;

    private static final Logger log = LoggerFactory.getLogger(SendQueue.class);

    private enum State {
        OPEN,
        /** Takes no further frames; the channel is closed when the queue is empty. */
        CLOSING,
        ENDED
    }

    /** The context that all sockets share, so that each needs one reference only. */
    record Surroundings(int bytesMax, Executor drained, LongSupplier nanos, SocketMetrics metrics) {}

    /** An action that waits until that many messages have gone. */
    private record Waiting(long messages, Runnable action) {}

    private final Channel channel;
    private final Surroundings surroundings;
    private State state = State.OPEN;
    private ArrayDeque<byte[]> queue;
    private ArrayDeque<Waiting> waiting;
    private List<Runnable> due;
    private boolean running;
    private boolean sending;
    private long progressNanos;
    private long bytes;
    private long accepted;
    private long gone;
    private long sent;
    private long refused;
    private int closeCode;
    private String closeReason;

    SendQueue(Channel channel, Surroundings surroundings) {
        this.channel = channel;
        this.surroundings = surroundings;
    }

    /** Queues a message. Returns false when the queue is full or closed. */
    boolean offer(byte[] message) {
        List<byte[]> batch = null;
        synchronized (this) {
            if (state != State.OPEN) {
                return false;
            }
            if (bytes >= surroundings.bytesMax()) {
                refused++;
                surroundings.metrics().refused();
                return false;
            }
            bytes += message.length;
            accepted++;
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

    /** Sends bytes that are no frame, unless a send is running, which serves as well. */
    void offerWhenIdle(byte[] message) {
        synchronized (this) {
            if (state != State.OPEN || sending) {
                return;
            }
            bytes += message.length;
            accepted++;
            begin(List.of(message), 0);
        }
        send(List.of(message));
    }

    private List<byte[]> begin(List<byte[]> batch, int frames) {
        sending = true;
        progressNanos = surroundings.nanos().getAsLong();
        sent += frames;
        surroundings.metrics().sent(frames);
        return batch;
    }

    private void send(List<byte[]> first) {
        // A loop, because a channel may be done before send returns, and the stack must not grow with each batch.
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

    /**
     * One call of {@link Channel#send}. The call's return and the end of the send can come in either order; the second
     * of them starts the next send.
     */
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

    /** Ends a send and returns the next batch, or null. */
    private List<byte[]> next(Sending done) {
        if (done.failure != null) {
            log.debug("a send failed", done.failure);
            end();
            channel.abort();
            return null;
        }
        List<byte[]> batch = null;
        boolean close;
        boolean run;
        synchronized (this) {
            if (state == State.ENDED) {
                return null;
            }
            done.batch.forEach(message -> bytes -= message.length);
            gone += done.batch.size();
            if (queue == null) {
                sending = false;
            } else {
                batch = batch();
                begin(batch, batch.size());
            }
            close = state == State.CLOSING && !sending;
            run = isDue(noLongerWaiting());
        }
        if (close) {
            channel.close(closeCode, closeReason);
        } else if (run) {
            runDue();
        }
        return batch;
    }

    private List<Runnable> noLongerWaiting() {
        if (waiting == null || waiting.peek().messages() > gone) {
            return List.of();
        }
        List<Runnable> actions = new ArrayList<>(1);
        while (!waiting.isEmpty() && waiting.peek().messages() <= gone) {
            actions.add(waiting.poll().action());
        }
        waiting = waiting.isEmpty() ? null : waiting;
        return actions;
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

    /** Runs the action once, when the frames that are queued now have been sent. */
    void whenDrained(Runnable action) {
        boolean run = false;
        synchronized (this) {
            if (state != State.OPEN) {
                return;
            }
            if (sending) {
                waiting = waiting == null ? new ArrayDeque<>(2) : waiting;
                waiting.add(new Waiting(accepted, action));
            } else {
                run = isDue(List.of(action));
            }
        }
        if (run) {
            runDue();
        }
    }

    /**
     * Adds actions and returns whether a run has to begin. One run per socket at a time bounds the executor's queue.
     */
    private boolean isDue(List<Runnable> actions) {
        if (actions.isEmpty()) {
            return false;
        }
        due = due == null ? new ArrayList<>(1) : due;
        due.addAll(actions);
        boolean begin = !running;
        running = true;
        return begin;
    }

    private void runDue() {
        try {
            surroundings.drained().execute(this::runActions);
        } catch (RejectedExecutionException e) {
            log.debug("stopping, so no handler hears that frames have gone", e);
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
                    log.error("an action that waited for queued frames failed", e);
                }
            }
        }
    }

    /** Closes the channel behind the queued frames. Returns false when it is closing already. */
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

    /** Drops everything; the channel is gone. */
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

    /** Tells whether a running send has made no progress since {@code nanos}. */
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
