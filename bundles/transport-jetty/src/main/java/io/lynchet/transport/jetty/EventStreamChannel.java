// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.Response;
import io.lynchet.transport.core.Conversation;
import io.lynchet.transport.core.OpenChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event stream. Its body ends with the connection, so the pieces need no framing and go to the socket as they are; and whatever the
 * client still sends is only read to see it leave.
 */
final class EventStreamChannel implements Channel, OpenChannels.Ending {
    private static final Logger log = LoggerFactory.getLogger(EventStreamChannel.class);
    private static final long CLOSE_MILLIS = 5_000;

    /** What a client may send behind its request before it is cut off. */
    private static final int IGNORED_BYTES_MAX = 16 * 1024;

    private final Conversation conversation;
    private final OpenChannels channels;
    private final EndPoint connection;
    private final Scheduler scheduler;
    private final Callback answered;
    private final Sending sender = new Sending();
    private volatile Scheduler.Task cutting;
    private int ignoredBytes;

    // All below under the monitor of this, which is never held over a call to somebody else.
    private List<byte[]> pieces;
    private Consumer<Throwable> whenSent;
    private boolean closing;
    private boolean ended;
    private int code = CloseStatus.NO_CLOSE;
    private String reason = "the connection broke";

    /** @param answered completes the request, at the stream's end */
    EventStreamChannel(
            Response.Upgrade upgrade,
            OpenChannels channels,
            EndPoint connection,
            Scheduler scheduler,
            Callback answered) {
        this.conversation = new Conversation(upgrade.handler());
        this.channels = channels;
        this.connection = connection;
        this.scheduler = scheduler;
        this.answered = answered;
    }

    /** The head has been sent. */
    void opened() {
        channels.add(this);
        try {
            conversation.opened(this);
        } catch (RuntimeException | Error e) {
            log.error("a channel's handler failed when it was opened", e);
            close(CloseStatus.SERVER_ERROR, "the server failed");
        }
        connection.tryFillInterested(Callback.from(this::drop, failure -> end()));
    }

    /** Reads what there is, to find the end behind it. */
    private void drop() {
        ByteBuffer scrap = BufferUtil.allocate(512);
        try {
            while (ignoredBytes <= IGNORED_BYTES_MAX) {
                BufferUtil.clear(scrap);
                int length = connection.fill(scrap);
                if (length == 0) {
                    connection.tryFillInterested(Callback.from(this::drop, failure -> end()));
                    return;
                }
                if (length < 0) {
                    break;
                }
                ignoredBytes += length;
            }
        } catch (IOException e) {
            log.debug("the client of an event stream went away", e);
        }
        end();
    }

    @Override
    public void send(List<byte[]> messages, Consumer<Throwable> done) {
        boolean open;
        synchronized (this) {
            if (whenSent != null) {
                throw new IllegalStateException("what was sent before has not left yet");
            }
            open = !closing && !ended;
            if (open && !messages.isEmpty()) {
                pieces = messages;
                whenSent = done;
            }
        }
        if (open && !messages.isEmpty()) {
            sender.iterate();
        } else {
            done.accept(open ? null : new ClosedChannelException());
        }
    }

    /** Writes in a loop, not in a recursion, when what follows a write is the next one. */
    private final class Sending extends IteratingCallback {
        @Override
        protected Action process() {
            List<byte[]> next;
            synchronized (EventStreamChannel.this) {
                next = pieces;
                pieces = null;
            }
            if (next == null) {
                return Action.IDLE;
            }
            ByteBuffer[] buffers = new ByteBuffer[next.size()];
            for (int i = 0; i < buffers.length; i++) {
                buffers[i] = ByteBuffer.wrap(next.get(i));
            }
            connection.write(this, buffers);
            return Action.SCHEDULED;
        }

        @Override
        protected void onSuccess() {
            sent(null);
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            sent(cause);
            end();
        }
    }

    private void sent(Throwable failure) {
        Consumer<Throwable> done;
        boolean last;
        synchronized (this) {
            done = whenSent;
            whenSent = null;
            last = closing;
        }
        if (done != null) {
            try {
                done.accept(failure);
            } catch (RuntimeException | Error e) {
                log.error("what follows a sent message failed", e);
            }
        }
        if (last) {
            end();
        }
    }

    /** Nothing to do: clients of event streams say nothing. */
    @Override
    public void ping() {}

    @Override
    public void close(int closeCode, String closeReason) {
        if (!CloseStatus.isTransmittableStatusCode(closeCode)) {
            throw new IllegalArgumentException(closeCode + " is no close code");
        }
        boolean now;
        synchronized (this) {
            if (closing || ended) {
                return;
            }
            closing = true;
            code = closeCode;
            reason = closeReason;
            now = whenSent == null;
        }
        if (now) {
            end();
        } else {
            cutting = scheduler.schedule(this::abort, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void abort() {
        end();
    }

    @Override
    public void cut(String why) {
        end();
    }

    /** The head could not be sent. */
    void neverOpened() {
        end();
    }

    private void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        Scheduler.Task task = cutting;
        if (task != null) {
            task.cancel();
        }
        connection.close();
        channels.remove(this);
        conversation.closed(code, reason);
        answered.failed(new EofException("the event stream has ended"));
    }
}
