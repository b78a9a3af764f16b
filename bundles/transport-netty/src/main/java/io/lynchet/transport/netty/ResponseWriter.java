// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Response.Header;
import io.lynchet.transport.core.connection.ErrorEnvelope;
import io.lynchet.transport.core.limit.MinRateOutput;
import io.lynchet.transport.core.limit.SlowLane;
import io.lynchet.transport.netty.codec.HeaderNames;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer of the response to one request: whole, as a stream, or as an open channel. */
final class ResponseWriter {
    private static final Logger log = LoggerFactory.getLogger(ResponseWriter.class);

    /** The size that the system's send buffer takes, so that nothing waits for the client. */
    private static final int SENT_AT_ONCE_BYTES_MAX = 64 * 1024;

    /** Routers make their headers of printable ASCII. */
    private static final HttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private final Exchange exchange;
    private final HttpConnection connection;
    private volatile boolean begun;

    ResponseWriter(Exchange exchange) {
        this.exchange = exchange;
        this.connection = exchange.connection();
    }

    boolean isBegun() {
        return begun;
    }

    /** Sends the response. For a stream, blocks until all of it has left. */
    void send(Response answer) {
        if (answer.upgrade() != null) {
            connection.onLoop(() -> new NettyUpgrade(exchange, this, answer).run());
        } else if (answer.bytes() != null) {
            exchange.answers(answer);
            if (!connection.onLoop(() -> whole(answer))) {
                answer.gone();
            }
        } else {
            stream(answer);
        }
    }

    /**
     * Responds with an error of the transport itself.
     *
     * @param message printable ASCII
     * @param retryAfterSeconds below 0 for none
     * @param more further headers
     */
    void refuse(ErrorCode code, String message, int retryAfterSeconds, Header... more) {
        if (begun) {
            connection.cut();
            exchange.leave();
            return;
        }
        Response answer = Response.json(code.status(), ErrorEnvelope.of(code, message))
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff");
        if (retryAfterSeconds >= 0) {
            answer.with("Retry-After", Integer.toString(retryAfterSeconds));
        }
        for (Header header : more) {
            answer.with(header);
        }
        whole(answer);
    }

    private void whole(Response answer) {
        begun = true;
        boolean last = exchange.isLast() || answer.closes();
        exchange.body().drop();
        byte[] bytes = answer.bytes();
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                bytes.length == 0 || exchange.isHead() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes),
                HEADERS,
                HEADERS);
        fill(response.headers(), answer, last);
        if (answer.status() != 204 && answer.status() != 304) {
            response.headers().setInt(HeaderNames.CONTENT_LENGTH, bytes.length);
        }
        ScheduledFuture<?> limit = bytes.length > SENT_AT_ONCE_BYTES_MAX ? limit(bytes.length) : null;
        connection.channel().writeAndFlush(response).addListener(sent -> {
            if (limit != null) {
                limit.cancel(false);
            }
            exchange.end(sent.isSuccess(), last);
        });
    }

    /** Cuts the connection when the response has not been sent by then. */
    private ScheduledFuture<?> limit(long bytes) {
        long millis = connection.server().pace().millisMax(bytes);
        return millis == Long.MAX_VALUE
                ? null
                : connection.channel().eventLoop().schedule(connection::cut, millis, TimeUnit.MILLISECONDS);
    }

    private void fill(HttpHeaders headers, Response answer, boolean last) {
        headers.set(HeaderNames.DATE, connection.server().date().now());
        if (answer.contentType() != null) {
            headers.set(HeaderNames.CONTENT_TYPE, answer.contentType());
        }
        List<Header> more = answer.headers();
        for (int i = 0; i < more.size(); i++) {
            headers.add(more.get(i).name(), more.get(i).value());
        }
        if (last) {
            headers.set(HeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    /** Returns a head without a body, behind which nothing or something else comes. */
    DefaultHttpResponse head(Response answer, boolean last) {
        begun = true;
        exchange.body().drop();
        DefaultHttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), HEADERS);
        fill(response.headers(), answer, last);
        return response;
    }

    private void stream(Response answer) {
        StreamedBody body = new StreamedBody(exchange, this, answer);
        if (exchange.isHead()) {
            body.onlyHead();
            return;
        }
        SlowLane.Place place = connection.server().slowLanes().streams().tryEnter();
        if (place == null) {
            connection.onLoop(
                    () -> refuse(ErrorCode.OVERLOADED, "Too many responses are streamed at once; try again.", 1));
            return;
        }
        MinRateOutput out = new MinRateOutput(body, connection.server().pace(), answer.length());
        try {
            answer.writer().writeTo(out);
            out.close();
            body.complete();
        } catch (IOException e) {
            log.debug("the client went away during a streamed response", e);
            body.breakOff();
        } catch (RuntimeException | Error e) {
            log.error("a streamed response ended early", e);
            body.breakOff();
        } finally {
            place.leave();
        }
    }
}
