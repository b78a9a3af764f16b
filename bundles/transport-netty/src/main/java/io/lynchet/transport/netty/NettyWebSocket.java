// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.http.Response;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.transport.core.channel.BadMessageException;
import io.lynchet.transport.core.channel.TextMessageAssembler;
import io.lynchet.transport.netty.codec.FrameDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket. It takes one frame at a time: the next one when the handler has returned, or the pong has left. */
final class NettyWebSocket extends OpenChannel {
    private static final Logger log = LoggerFactory.getLogger(NettyWebSocket.class);

    /** The last code of RFC 6455 section 7.4.2; Netty accepts greater ones, too. */
    private static final int CODE_MAX = 4999;

    /** The meaning of a close frame without a code. */
    private static final int NO_STATUS = 1005;

    /** How long a refused client may go on sending, so that it can read the reason. */
    private static final long LINGER_MILLIS = 1_000;

    private final TextMessageAssembler incoming;
    private final FrameDecoder frames;
    private final AtomicBoolean pinging = new AtomicBoolean();
    private boolean goodbyeSent;
    private boolean lingering;

    NettyWebSocket(HttpConnection connection, Response.Upgrade upgrade, FrameDecoder frames) {
        super(connection, upgrade);
        this.incoming = new TextMessageAssembler(upgrade.messageBytesMax());
        this.frames = frames;
    }

    @Override
    Object framed(ByteBuf message) {
        return new TextWebSocketFrame(message);
    }

    @Override
    void listen() {
        next();
    }

    /** Takes the next frame, from bytes that were read already or are yet to come. */
    private void next() {
        if (lingering || !connection().channel().isOpen()) {
            return;
        }
        try {
            frames.next();
        } catch (Exception e) {
            exceptionCaught(null, e);
            return;
        }
        readOn();
    }

    private void readOn() {
        if (!frames.isResting()) {
            connection().channel().read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        readOn();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!lingering) {
                frame((WebSocketFrame) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void frame(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            clientCloses(close);
        } else if (frame instanceof PingWebSocketFrame) {
            // The next frame is read when the pong has left, so that a client that only sends pings can't fill the
            // queue.
            connection()
                    .channel()
                    .writeAndFlush(new PongWebSocketFrame(frame.content().retain()))
                    .addListener(sent -> connection().onLoop(this::next));
        } else if (frame instanceof PongWebSocketFrame) {
            alive();
        } else if (frame instanceof BinaryWebSocketFrame) {
            refuse(CloseCode.UNSUPPORTED, "frames must be texts");
        } else {
            text(frame);
        }
    }

    private void alive() {
        try {
            conversation().alive();
        } catch (RuntimeException | Error e) {
            handlerFailed(e);
        }
        connection().onLoop(this::next);
    }

    private void text(WebSocketFrame frame) {
        byte[] text;
        try {
            text = incoming.add(frame.content().nioBuffer(), frame.isFinalFragment());
        } catch (BadMessageException e) {
            refuse(e.closeCode(), e.getMessage());
            return;
        }
        if (text == null || isClosing()) {
            connection().onLoop(this::next);
            return;
        }
        try {
            connection().server().threads().execute(() -> handle(text));
        } catch (RejectedExecutionException e) {
            log.debug("a message found no room, or its transport has stopped", e);
            close(CloseCode.TRY_LATER, "the server is overloaded");
        }
    }

    private void handle(byte[] text) {
        try {
            conversation().message(text);
        } catch (RuntimeException | Error e) {
            handlerFailed(e);
        }
        connection().onLoop(this::next);
    }

    @Override
    public void ping() {
        // A ping that has not even left yet is enough.
        if (!isClosing() && pinging.compareAndSet(false, true)) {
            connection()
                    .onLoop(() -> connection()
                            .channel()
                            .writeAndFlush(new PingWebSocketFrame())
                            .addListener(sent -> pinging.set(false)));
        }
    }

    @Override
    void sayGoodbye(int code, String reason) {
        if (goodbyeSent) {
            return;
        }
        goodbyeSent = true;
        connection()
                .channel()
                .writeAndFlush(new CloseWebSocketFrame(code, reason))
                .addListener(sent -> {
                    if (sent.isSuccess()) {
                        endsWith(code, reason);
                    }
                });
    }

    /** Responds with the same code, or takes the close frame as the response to its own. */
    private void clientCloses(CloseWebSocketFrame close) {
        if (goodbyeSent) {
            connection().cut();
            return;
        }
        if (close.statusCode() > CODE_MAX) {
            refuse(CloseCode.PROTOCOL_ERROR, "the close code is not one of RFC 6455");
            return;
        }
        goodbyeSent = true;
        int code = close.statusCode() < 0 ? NO_STATUS : close.statusCode();
        endsWith(code, close.reasonText());
        CloseWebSocketFrame same = code == NO_STATUS ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
        connection()
                .channel()
                .writeAndFlush(same)
                .addListener(sent -> connection().cut());
    }

    /** Ends the channel with an error of the client. What it still sends is dropped, so that it can read the reason. */
    private void refuse(int code, String why) {
        lingering = true;
        if (goodbyeSent) {
            connection().cut();
            return;
        }
        goodbyeSent = true;
        endsWith(code, why);
        connection().channel().pipeline().remove(frames);
        connection().channel().config().setAutoRead(true);
        HandoverChannel channel = connection().channel();
        channel.writeAndFlush(new CloseWebSocketFrame(code, why)).addListener(sent -> {
            channel.endOutput();
            channel.cutAfter(LINGER_MILLIS);
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable real = cause.getCause() instanceof CorruptedWebSocketFrameException inner ? inner : cause;
        if (real instanceof CorruptedWebSocketFrameException corrupted) {
            if (!lingering) {
                refuse(corrupted.closeStatus().code(), "the frame is malformed");
            }
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }
}
