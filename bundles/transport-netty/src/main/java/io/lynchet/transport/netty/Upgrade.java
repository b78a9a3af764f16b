// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Response.Header;
import io.lynchet.transport.core.Conversation;
import io.lynchet.transport.core.WebSocketKey;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;

/** Turns a connection into a WebSocket or an event stream when the router's answer says so. On the event loop. */
final class Upgrade {
    private final Exchange exchange;
    private final Answer answer;
    private final Response response;
    private final HttpConnection connection;

    Upgrade(Exchange exchange, Answer answer, Response response) {
        this.exchange = exchange;
        this.answer = answer;
        this.response = response;
        this.connection = exchange.connection();
    }

    void run() {
        if (response.upgrade().webSocket()) {
            webSocket();
        } else if (exchange.isHead()) {
            new Conversation(response.upgrade().handler()).closed(OpenChannel.BROKEN, "only the head was asked for");
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
        if (!RequestCheck.asksForWebSocket(exchange.request())) {
            refuse(ErrorCode.UPGRADE_REQUIRED, "This path speaks WebSocket.", new Header("Upgrade", "websocket"));
        } else if (!WebSocketKey.VERSION.equals(asked.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            refuse(
                    ErrorCode.UPGRADE_REQUIRED,
                    "The only version of WebSocket spoken here is 13.",
                    new Header("Sec-WebSocket-Version", WebSocketKey.VERSION));
        } else if (!WebSocketKey.isValid(key)) {
            refuse(ErrorCode.BAD_REQUEST, "Sec-WebSocket-Key has to be 16 bytes in Base64.");
        } else {
            accept(key);
        }
    }

    private void refuse(ErrorCode code, String message, Header... more) {
        new Conversation(response.upgrade().handler()).closed(OpenChannel.BROKEN, message);
        answer.refuse(code, message, -1, more);
    }

    private void accept(String key) {
        DefaultHttpResponse head = answer.head(response, false);
        head.headers().set(AnswerHeaders.UPGRADE, HttpHeaderValues.WEBSOCKET);
        head.headers().set(AnswerHeaders.CONNECTION, HttpHeaderValues.UPGRADE);
        head.headers().set(AnswerHeaders.SEC_WEBSOCKET_ACCEPT, WebSocketKey.acceptFor(key));
        if (response.upgrade().subprotocol() != null) {
            head.headers()
                    .set(
                            HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL,
                            response.upgrade().subprotocol());
        }
        FrameDecoder frames = new FrameDecoder(response.upgrade().messageBytesMax());
        WebSocketChannel channel = new WebSocketChannel(connection, response.upgrade(), frames);
        exchange.leave();
        ChannelFuture headSent = connection.channel().write(head);
        connection.becomes(frames, channel, true);
        connection.channel().pipeline().addFirst(new WebSocket13FrameEncoder(false));
        connection.channel().flush();
        headSent.addListener(sent -> channel.begin(sent.isSuccess()));
    }

    private void eventStream() {
        DefaultHttpResponse head = answer.head(response, true);
        head.headers().set(AnswerHeaders.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        head.headers().set("X-Accel-Buffering", "no");
        EventStreamChannel channel = new EventStreamChannel(connection, response.upgrade());
        exchange.leave();
        ChannelFuture headSent = connection.channel().write(head);
        connection.becomes(new ChannelInboundHandlerAdapter(), channel, false);
        connection.channel().flush();
        headSent.addListener(sent -> channel.begin(sent.isSuccess()));
    }
}
