// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.http.Response;
import io.lynchet.api.http.Response.Header;
import io.lynchet.transport.core.channel.SerialHandler;
import io.lynchet.transport.core.channel.WebSocketHandshake;
import io.lynchet.transport.netty.codec.FrameDecoder;
import io.lynchet.transport.netty.codec.HeaderNames;
import io.lynchet.transport.netty.codec.RequestCheck;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;

/**
 * The upgrade of a connection to a WebSocket or an event stream when the router's response asks for it. Confined to the
 * event loop.
 */
final class NettyUpgrade {
    private final Exchange exchange;
    private final ResponseWriter answer;
    private final Response response;
    private final HttpConnection connection;

    NettyUpgrade(Exchange exchange, ResponseWriter answer, Response response) {
        this.exchange = exchange;
        this.answer = answer;
        this.response = response;
        this.connection = exchange.connection();
    }

    void run() {
        if (response.upgrade().webSocket()) {
            webSocket();
        } else if (exchange.isHead()) {
            new SerialHandler(response.upgrade().handler()).closed(OpenChannel.BROKEN, "only the head was asked for");
            connection
                    .channel()
                    .writeAndFlush(answer.head(response, true))
                    .addListener(sent -> exchange.end(sent.isSuccess(), true));
        } else {
            eventStream();
        }
    }

    private void webSocket() {
        HttpHeaders asked = exchange.request().headers();
        String key = asked.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        WebSocketHandshake.Refusal refusal = WebSocketHandshake.refusal(
                RequestCheck.asksForWebSocket(exchange.request()),
                asked.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION),
                key);
        if (refusal == null) {
            accept(key);
            return;
        }
        new SerialHandler(response.upgrade().handler()).closed(OpenChannel.BROKEN, refusal.message());
        answer.refuse(refusal.code(), refusal.message(), -1, refusal.headers().toArray(Header[]::new));
    }

    private void accept(String key) {
        DefaultHttpResponse head = answer.head(response, false);
        head.headers().set(HeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        head.headers().set(HeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        head.headers().set(HeaderNames.SEC_WEBSOCKET_ACCEPT, WebSocketHandshake.acceptFor(key));
        if (response.upgrade().subprotocol() != null) {
            head.headers()
                    .set(
                            HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL,
                            response.upgrade().subprotocol());
        }
        FrameDecoder frames = new FrameDecoder(response.upgrade().messageBytesMax());
        NettyWebSocket channel = new NettyWebSocket(connection, response.upgrade(), frames);
        exchange.leave();
        ChannelFuture headSent = connection.channel().write(head);
        connection.becomes(frames, channel, true);
        connection.channel().pipeline().addFirst(new WebSocket13FrameEncoder(false));
        connection.channel().flush();
        headSent.addListener(sent -> channel.begin(sent.isSuccess()));
    }

    private void eventStream() {
        DefaultHttpResponse head = answer.head(response, true);
        head.headers().set(HeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        head.headers().set("X-Accel-Buffering", "no");
        NettyEventStream channel = new NettyEventStream(connection, response.upgrade());
        exchange.leave();
        ChannelFuture headSent = connection.channel().write(head);
        connection.becomes(new ChannelInboundHandlerAdapter(), channel, false);
        connection.channel().flush();
        headSent.addListener(sent -> channel.begin(sent.isSuccess()));
    }
}
