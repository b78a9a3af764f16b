// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.Response;
import io.lynchet.transport.core.channel.OpenChannels;
import io.lynchet.transport.core.channel.SerialHandler;
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
 * An event stream. Its body ends with the connection, so the pieces need no framing and go to the socket as they are.
 * Bytes of the client are only read to see it leave.
 */
final class JettyEventStream implements Channel, OpenChannels.Ending {
    private static final Logger log = LoggerFactory.getLogger(JettyEventStream.class);
    private static final long CLOSE_MILLIS = 5_000;

    /** The number of bytes that a client may send behind its request before it is cut. */
    private static final int IGNORED_BYTES_MAX = 16 * 1024;

    private final SerialHandler conversation;
    private final OpenChannels channels;
    private final EndPoint connection;
    private final Scheduler scheduler;
    private final Callback answered;
    private final Sending sender = new Sending();
    private volatile Scheduler.Task cutting;
    private int ignoredBytes;

    // All below under the monitor of this object, which is never held over a call of other code.
    private List<byte[]> pieces;
    private Consumer<Throwable> whenSent;
    private boolean closing;
    private boolean ended;
    private int code = CloseStatus.NO_CLOSE;
    private String reason = "the connection broke";

    /** @param answered completes the request, at the stream's end */
    JettyEventStream(
            Response.Upgrade upgrade,
            OpenChannels channels,
            EndPoint connection,
            Scheduler scheduler,
            Callback answered) {
        this.conversation = new SerialHandler(upgrade.handler());
        this.channels = channels;
        this.connection = connection;
        this.scheduler = scheduler;
        this.answered = answered;
    }

    /** Opens the channel after its head has been sent. */
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

    /** Reads the available bytes, to find the end behind them. */
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
                throw new IllegalStateException("earlier frames have not left yet");
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

    /** The loop that writes. It avoids a recursion when a write follows the one before. */
    private final class Sending extends IteratingCallback {
        @Override
        protected Action process() {
            List<byte[]> next;
            synchronized (JettyEventStream.this) {
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

    /** Does nothing: clients of event streams send nothing. */
    @Override
    public void ping() {}

    @Override
    public void close(int closeCode, String closeReason) {
        if (!CloseStatus.isTransmittableStatusCode(closeCode)) {
            throw new IllegalArgumentException(closeCode + " is not a close code");
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

    /** Ends the channel when its head could not be sent. */
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
