// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.core.ServedConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection, with one request at a time. Everything happens on its event loop, but for what {@link ServedConnection} says. While a
 * request is being answered nothing is read but its body.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements ServedConnection {
    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

    /** Whoever uses a channel sends signs of life far more often. */
    private static final long CHANNEL_IDLE_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private final NettyServer server;
    private final HandedChannel channel;
    private final EventLoop loop;
    private final String remoteAddress;
    private final RequestDecoder decoder;
    private final Departure departure;
    private final HttpResponseEncoder encoder = new HttpResponseEncoder();
    private Runnable whenEnded = () -> {};
    private Exchange exchange;
    private volatile boolean webSocket;
    private boolean isChannel;

    HttpConnection(NettyServer server, SocketChannel connection, EventLoop loop) throws IOException {
        this.server = server;
        this.loop = loop;
        InetSocketAddress remote = (InetSocketAddress) connection.getRemoteAddress();
        if (remote == null) {
            throw new ClosedChannelException();
        }
        this.remoteAddress = remote.getAddress().getHostAddress();
        this.decoder = new RequestDecoder(server.settings().headerBytesMax());
        this.channel = new HandedChannel(connection);
        this.departure = new Departure(channel, decoder);
    }

    /** @param ended called once, when it is closed or was given away */
    void begin(Runnable ended) {
        whenEnded = ended;
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(idle(server.settings().idleTimeoutMillis()), decoder, encoder, this);
        channel.closeFuture().addListener(closed -> ended.run());
        loop.register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                log.debug("a connection could not be registered", registered.cause());
                channel.cut();
            }
        });
    }

    private static IdleStateHandler idle(long millis) {
        return new IdleStateHandler(true, 0, 0, millis, TimeUnit.MILLISECONDS);
    }

    NettyServer server() {
        return server;
    }

    HandedChannel channel() {
        return channel;
    }

    String remoteAddress() {
        return remoteAddress;
    }

    /** Runs it on the event loop, later; false when the transport has stopped. */
    boolean onLoop(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            log.debug("a connection of a transport that has stopped", e);
            return false;
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (departure.isLingering()) {
                return;
            }
            if (message instanceof HttpRequest request) {
                exchange = new Exchange(this, request);
            }
            if (message instanceof HttpContent content && exchange != null) {
                receive(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void receive(HttpContent content) {
        ByteBuf bytes = content.content();
        if (content.decoderResult().isFailure()) {
            exchange.body().fail(new IOException("the client sent a malformed body"));
        } else {
            exchange.body().add(ByteBufUtil.getBytes(bytes));
        }
        if (content instanceof LastHttpContent && content.decoderResult().isSuccess()) {
            exchange.body().complete();
        }
        if (content instanceof LastHttpContent) {
            exchange.start();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (departure.isLingering()) {
            return;
        }
        if (exchange == null) {
            ctx.read();
        } else {
            exchange.start();
            readBody();
        }
    }

    /** Reads on, if there is room. */
    void readBody() {
        if (exchange != null && exchange.body().wantsMore()) {
            channel.read();
        }
    }

    /** The answer has left. */
    void answered(boolean last) {
        exchange = null;
        decoder.touch();
        if (last) {
            departure.linger();
        } else {
            onLoop(this::next);
        }
    }

    private void next() {
        if (channel.isReleased() || !channel.isOpen()) {
            return;
        }
        try {
            decoder.next();
        } catch (Exception e) {
            log.error("a connection could not go on", e);
            channel.cut();
            return;
        }
        if (exchange == null) {
            channel.read();
        } else {
            exchange.start();
            readBody();
        }
    }

    /**
     * From here on it is no connection with requests, and somebody else looks after it.
     *
     * @param framing what the bytes of the client go through first, with those that were read already
     */
    void becomes(ChannelHandler framing, ChannelHandler owner, boolean aWebSocket) {
        exchange = null;
        webSocket = aWebSocket;
        isChannel = true;
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(encoder);
        pipeline.replace(IdleStateHandler.class, null, idle(CHANNEL_IDLE_MILLIS));
        pipeline.replace(this, null, owner);
        pipeline.replace(decoder, null, framing);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.body().fail(new IOException("the client went away"));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof IdleStateEvent)) {
            ctx.fireUserEventTriggered(event);
        } else if (exchange == null || isSending()) {
            channel.cut();
        } else if (exchange.body().isAwaited()) {
            exchange.body().fail(new IOException("the client sends nothing any more"));
        }
    }

    private boolean isSending() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound != null && !outbound.isEmpty();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("a connection broke", cause);
        } else {
            log.error("a connection failed", cause);
        }
        channel.cut();
    }

    @Override
    public boolean isWebSocket() {
        return webSocket;
    }

    @Override
    public void leaveTo(Consumer<SocketChannel> heir) {
        onLoop(() -> {
            if (carriesNothing()) {
                departure.leaveTo(connection -> {
                    heir.accept(connection);
                    whenEnded.run();
                });
            }
        });
    }

    @Override
    public void closeWhenQuiet() {
        onLoop(() -> {
            if (carriesNothing()) {
                departure.closeIfQuiet();
            }
        });
    }

    @Override
    public void cut() {
        channel.cut();
    }

    private boolean carriesNothing() {
        return exchange == null && !isChannel;
    }
}
