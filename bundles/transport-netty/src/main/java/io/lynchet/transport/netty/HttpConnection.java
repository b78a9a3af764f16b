// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.core.connection.ConnectionsPerAddress;
import io.lynchet.transport.core.connection.ServedConnection;
import io.lynchet.transport.netty.codec.RequestDecoder;
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
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection, with one request at a time. Confined to its event loop, except the methods of {@link ServedConnection}.
 * While a request is in flight, only its body is read.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements ServedConnection {
    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

    /** Users of channels send pings far more often. */
    private static final long CHANNEL_IDLE_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private final NettyServer server;
    private final HandoverChannel channel;
    private final SocketChannel socket;
    private final ConnectionsPerAddress.Place place;
    private final EventLoop loop;
    private final String remoteAddress;
    private final RequestDecoder decoder;
    private final ConnectionClosing departure;
    private final HttpResponseEncoder encoder = new HttpResponseEncoder();
    private Runnable whenEnded = () -> {};
    private Exchange exchange;
    private ScheduledFuture<?> headLimit;
    private volatile boolean webSocket;
    private volatile CompletableFuture<?> awaited;
    private boolean isChannel;

    HttpConnection(NettyServer server, SocketChannel connection, ConnectionsPerAddress.Place place, EventLoop loop)
            throws IOException {
        this.server = server;
        this.socket = connection;
        this.place = place;
        this.loop = loop;
        InetSocketAddress remote = (InetSocketAddress) connection.getRemoteAddress();
        if (remote == null) {
            throw new ClosedChannelException();
        }
        this.remoteAddress = remote.getAddress().getHostAddress();
        this.decoder = new RequestDecoder(server.settings().headerBytesMax());
        this.channel = new HandoverChannel(connection);
        this.departure = new ConnectionClosing(channel, decoder);
    }

    /** @param ended called once, when the connection is closed or was handed over */
    void begin(Runnable ended) {
        whenEnded = () -> {
            place.leave();
            ended.run();
        };
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(idle(server.settings().idleTimeoutMillis()), decoder, encoder, this);
        channel.closeFuture().addListener(closed -> whenEnded.run());
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

    HandoverChannel channel() {
        return channel;
    }

    String remoteAddress() {
        return remoteAddress;
    }

    /** Runs a task on the event loop, later. Returns false when the transport has stopped. */
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
                endHeadLimit();
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
            exchange.arrives();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (departure.isLingering()) {
            return;
        }
        if (exchange == null) {
            beginHeadLimit();
            ctx.read();
        } else {
            exchange.arrives();
            readBody();
        }
    }

    /** Starts the limit before a wait for the client, when it owes the rest of a head. */
    private void beginHeadLimit() {
        if (headLimit == null && !decoder.isWhole()) {
            headLimit = loop.schedule(this::lateHead, server.settings().headTimeoutMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void endHeadLimit() {
        if (headLimit != null) {
            headLimit.cancel(false);
            headLimit = null;
        }
    }

    private void lateHead() {
        if (headLimit != null && channel.isActive()) {
            channel.sayLate();
            departure.linger();
        }
    }

    /** Reads on, if there is room. */
    void readBody() {
        if (exchange != null && exchange.body().wantsMore(exchange.readsAhead())) {
            channel.read();
        }
    }

    /** Tells that the response has left. */
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
            log.error("a connection could not continue", e);
            channel.cut();
            return;
        }
        if (exchange == null) {
            beginHeadLimit();
            channel.read();
        } else {
            exchange.arrives();
            readBody();
        }
    }

    /**
     * Makes the connection a channel: it has no requests any more, and the owner handles it.
     *
     * @param framing the first handler of the client's bytes, including those that were read already
     */
    void becomes(ChannelHandler framing, ChannelHandler owner, boolean aWebSocket) {
        exchange = null;
        webSocket = aWebSocket;
        isChannel = true;
        place.leave();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(encoder);
        pipeline.replace(IdleStateHandler.class, null, idle(CHANNEL_IDLE_MILLIS));
        pipeline.replace(this, null, owner);
        pipeline.replace(decoder, null, framing);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        endHeadLimit();
        if (exchange != null) {
            exchange.breaks();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof IdleStateEvent)) {
            ctx.fireUserEventTriggered(event);
        } else if (exchange == null || isSending()) {
            channel.cut();
        } else if (exchange.isAwaitingBody()) {
            exchange.body().fail(new IOException("the client sends nothing any more"));
            exchange.arrives();
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

    /** @param answer the promised response that the client waits for, or null when there is none or it has come */
    void awaits(CompletableFuture<?> answer) {
        awaited = answer;
    }

    @Override
    public CompletableFuture<?> awaited() {
        return awaited;
    }

    @Override
    public SocketChannel socket() {
        return socket;
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
        if (channel.isRegistered()) {
            channel.cut();
        } else {
            // The connection is just being taken over, on its loop.
            onLoop(channel::cut);
        }
    }

    private boolean carriesNothing() {
        return exchange == null && !isChannel;
    }
}
