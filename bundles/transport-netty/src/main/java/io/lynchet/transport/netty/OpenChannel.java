// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.Response;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.transport.core.channel.OpenChannels;
import io.lynchet.transport.core.channel.SerialHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The common part of WebSockets and event streams: one send at a time, an end behind it, and telling the handler once.
 */
abstract class OpenChannel extends ChannelInboundHandlerAdapter implements Channel, OpenChannels.Ending {
    /** The close code of a broken connection. */
    static final int BROKEN = 1006;

    private static final Logger log = LoggerFactory.getLogger(OpenChannel.class);

    /** How long a client may take to be closed, including what was to be sent before. */
    private static final long CLOSE_MILLIS = 5_000;

    private final HttpConnection connection;
    private final SerialHandler conversation;
    private final OpenChannels channels;

    // All below under the monitor of this object, which is never held over a call of other code.
    private boolean sending;
    private boolean closing;
    private End wanted;
    private End end = new End(BROKEN, "the connection broke");

    private record End(int code, String reason) {}

    OpenChannel(HttpConnection connection, Response.Upgrade upgrade) {
        this.connection = connection;
        this.conversation = new SerialHandler(upgrade.handler());
        this.channels = connection.server().openChannels();
    }

    /** Returns a message, ready to be written. */
    abstract Object framed(ByteBuf message);

    /** Says goodbye behind everything that was sent; on the event loop. */
    abstract void sayGoodbye(int code, String reason);

    /** Begins to read; on the event loop. */
    abstract void listen();

    final HttpConnection connection() {
        return connection;
    }

    final SerialHandler conversation() {
        return conversation;
    }

    /** Opens the channel, or ends it when its head could not be sent. */
    final void begin(boolean headSent) {
        if (!headSent) {
            cut("the client went away");
            return;
        }
        // First, since it may be closed during the handler's call.
        channels.add(this);
        try {
            conversation.opened(this);
        } catch (RuntimeException | Error e) {
            handlerFailed(e);
        }
        if (connection.channel().isActive()) {
            listen();
        } else {
            ended();
        }
    }

    final void handlerFailed(Throwable cause) {
        log.error("a channel's handler failed", cause);
        close(CloseCode.FAILED, "the server failed");
    }

    @Override
    public final void send(List<byte[]> messages, Consumer<Throwable> done) {
        boolean open;
        synchronized (this) {
            if (sending) {
                throw new IllegalStateException("earlier frames have not left yet");
            }
            open = !closing;
            sending = open && !messages.isEmpty();
        }
        if (!open || messages.isEmpty()) {
            done.accept(open ? null : new ClosedChannelException());
        } else if (connection.channel().eventLoop().inEventLoop()) {
            write(messages, done);
        } else if (!connection.onLoop(() -> write(messages, done))) {
            sent(new ClosedChannelException(), done);
        }
    }

    private void write(List<byte[]> messages, Consumer<Throwable> done) {
        int last = messages.size() - 1;
        for (int i = 0; i < last; i++) {
            // The last one tells of all.
            ChannelFuture unused = connection.channel().write(framed(Unpooled.wrappedBuffer(messages.get(i))));
        }
        ChannelFuture written = connection.channel().writeAndFlush(framed(Unpooled.wrappedBuffer(messages.get(last))));
        written.addListener(left -> sent(left.cause(), done));
    }

    private void sent(Throwable failure, Consumer<Throwable> done) {
        End next;
        synchronized (this) {
            sending = false;
            next = wanted;
        }
        try {
            done.accept(failure);
        } catch (RuntimeException | Error e) {
            log.error("what follows a sent message failed", e);
        }
        if (next != null) {
            sayGoodbye(next.code(), next.reason());
        }
    }

    @Override
    public final void close(int code, String reason) {
        if (!WebSocketCloseStatus.isValidStatusCode(code) || code > 4_999) {
            throw new IllegalArgumentException(code + " can't be sent");
        }
        boolean now;
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            wanted = new End(code, reason);
            now = !sending;
        }
        connection.onLoop(() -> {
            Future<?> cutting =
                    connection.channel().eventLoop().schedule(this::abort, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            connection.channel().closeFuture().addListener(closed -> cutting.cancel(false));
            if (now) {
                sayGoodbye(code, reason);
            }
        });
    }

    final synchronized boolean isClosing() {
        return closing;
    }

    /** Sets code and reason that the handler receives once the connection is closed. */
    final synchronized void endsWith(int code, String reason) {
        closing = true;
        end = new End(code, reason);
    }

    @Override
    public final void abort() {
        synchronized (this) {
            closing = true;
        }
        connection.cut();
    }

    @Override
    public final void cut(String reason) {
        abort();
        tellEnd(BROKEN, reason);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        ended();
    }

    private void ended() {
        End how;
        synchronized (this) {
            closing = true;
            how = end;
        }
        tellEnd(how.code(), how.reason());
    }

    private void tellEnd(int code, String reason) {
        channels.remove(this);
        conversation.closed(code, reason);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            abort();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("a channel broke", cause);
        } else {
            log.error("a channel failed", cause);
        }
        abort();
    }
}
