// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.Response;
import io.lynchet.transport.core.channel.BadMessageException;
import io.lynchet.transport.core.channel.OpenChannels;
import io.lynchet.transport.core.channel.SerialHandler;
import io.lynchet.transport.core.channel.TextMessageAssembler;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.eclipse.jetty.websocket.core.exception.CloseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket. Messages of its client go to the handler; messages to the client go to Jetty's queue of frames. */
final class JettyWebSocket implements Channel, FrameHandler, OpenChannels.Ending {
    private static final Logger log = LoggerFactory.getLogger(JettyWebSocket.class);

    /** How long a client may take to respond to a close frame, including what was to be sent before it. */
    private static final long CLOSE_MILLIS = 5_000;

    private final SerialHandler conversation;
    private final TextMessageAssembler incoming;
    private final OpenChannels channels;
    private final Scheduler scheduler;
    private final AtomicBoolean pinging = new AtomicBoolean();
    private volatile CoreSession session;
    private volatile WebSocketConnection connection;

    private volatile Scheduler.Task cutting;

    // Both under the monitor of this object, which is never held over a call of other code.
    private boolean sending;
    private CloseStatus closing;

    JettyWebSocket(Response.Upgrade upgrade, OpenChannels channels, Scheduler scheduler) {
        this.conversation = new SerialHandler(upgrade.handler());
        this.incoming = new TextMessageAssembler(upgrade.messageBytesMax());
        this.channels = channels;
        this.scheduler = scheduler;
    }

    /** Sets session and connection, before the channel is opened. */
    void on(SocketSession itsSession, WebSocketConnection itsConnection) {
        session = itsSession;
        connection = itsConnection;
    }

    /** Ends the channel after a failed handshake, when no connection will tell of its close. */
    void neverOpened(String reason) {
        channels.remove(this);
        conversation.closed(CloseStatus.NO_CLOSE, reason);
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        // First, since it may be closed during the handler's call.
        channels.add(this);
        try {
            conversation.opened(this);
        } catch (RuntimeException | Error e) {
            log.error("a channel's handler failed when it was opened", e);
            callback.failed(new CloseException(CloseStatus.SERVER_ERROR, "the server failed"));
            return;
        }
        callback.succeeded();
        opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.CONTINUATION -> onText(frame, callback);
            case OpCode.BINARY -> callback.failed(new CloseException(CloseStatus.BAD_DATA, "frames must be texts"));
            case OpCode.PING -> answerPing(frame, callback);
            case OpCode.PONG -> onPong(callback);
            // Jetty responds to a close frame itself.
            default -> callback.succeeded();
        }
    }

    private void onText(Frame frame, Callback callback) {
        try {
            byte[] text = incoming.add(frame.getPayload(), frame.isFin());
            if (text != null && !isClosing()) {
                conversation.message(text);
            }
        } catch (BadMessageException e) {
            callback.failed(new CloseException(e.closeCode(), e.getMessage()));
            return;
        } catch (RuntimeException | Error e) {
            log.error("a channel's handler failed", e);
            callback.failed(new CloseException(CloseStatus.SERVER_ERROR, "the server failed"));
            return;
        }
        callback.succeeded();
        session.demand();
    }

    /**
     * Sends a pong. The next frame is read when it has left, so that a client that only sends pings can't fill the
     * queue.
     */
    private void answerPing(Frame ping, Callback callback) {
        ByteBuffer payload = ByteBuffer.allocate(ping.getPayloadLength());
        if (ping.hasPayload()) {
            payload.put(ping.getPayload()).flip();
        }
        callback.succeeded();
        Callback sent = Callback.from(session::demand, failure -> log.debug("a pong was not sent", failure));
        session.sendFrame(new Frame(OpCode.PONG, payload), sent, false);
    }

    private void onPong(Callback callback) {
        try {
            conversation.alive();
        } catch (RuntimeException | Error e) {
            log.error("a channel's handler failed", e);
            callback.failed(new CloseException(CloseStatus.SERVER_ERROR, "the server failed"));
            return;
        }
        callback.succeeded();
        session.demand();
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        log.debug("a WebSocket failed", cause);
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        Scheduler.Task task = cutting;
        if (task != null) {
            task.cancel();
        }
        channels.remove(this);
        conversation.closed(status.getCode(), status.getReason());
        callback.succeeded();
    }

    @Override
    public void send(List<byte[]> messages, Consumer<Throwable> done) {
        boolean open;
        synchronized (this) {
            if (sending) {
                throw new IllegalStateException("earlier frames have not left yet");
            }
            open = closing == null;
            sending = open && !messages.isEmpty();
        }
        if (!open || messages.isEmpty()) {
            done.accept(open ? null : new ClosedChannelException());
            return;
        }
        int last = messages.size() - 1;
        for (int i = 0; i < last; i++) {
            enqueue(messages.get(i), Callback.NOOP, true);
        }
        enqueue(messages.get(last), Callback.from(() -> sent(null, done), failure -> sent(failure, done)), false);
    }

    /**
     * Adds a frame to the queue that the connection is written from. It bypasses the session, whose fragments and
     * extensions are not used.
     */
    private void enqueue(byte[] text, Callback callback, boolean more) {
        Frame frame = new Frame(OpCode.TEXT, ByteBuffer.wrap(text));
        connection.enqueueFrame(
                new OutgoingEntry.Builder(frame, callback).batch(more).build());
    }

    private void sent(Throwable failure, Consumer<Throwable> done) {
        CloseStatus next;
        synchronized (this) {
            sending = false;
            next = closing;
        }
        try {
            done.accept(failure);
        } catch (RuntimeException | Error e) {
            log.error("what follows a sent message failed", e);
        }
        if (next != null && next != CloseStatus.NO_CLOSE_STATUS) {
            session.close(next, Callback.NOOP);
        }
    }

    @Override
    public void ping() {
        // A ping that has not even left yet is enough.
        if (pinging.compareAndSet(false, true)) {
            Callback sent =
                    Callback.from(() -> pinging.set(false), failure -> log.debug("a ping was not sent", failure));
            session.sendFrame(new Frame(OpCode.PING), sent, false);
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!CloseStatus.isTransmittableStatusCode(code)) {
            throw new IllegalArgumentException(code + " can't be sent");
        }
        CloseStatus status = new CloseStatus(code, reason);
        // Behind the running send: Jetty drops queued frames when a close frame with an error code comes.
        boolean now;
        synchronized (this) {
            if (closing != null) {
                return;
            }
            closing = status;
            now = !sending;
        }
        cutting = scheduler.schedule(this::abort, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        if (now) {
            session.close(status, Callback.NOOP);
        }
    }

    private synchronized boolean isClosing() {
        return closing != null;
    }

    @Override
    public void abort() {
        synchronized (this) {
            if (closing == null) {
                closing = CloseStatus.NO_CLOSE_STATUS;
            }
        }
        connection.getEndPoint().close();
    }

    @Override
    public void cut(String reason) {
        abort();
        neverOpened(reason);
    }
}
