// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.Response;
import io.lynchet.transport.netty.codec.HeaderNames;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The body of a streamed response, written by a thread that waits for each piece to leave. Its caller must write large
 * pieces.
 */
final class StreamedBody extends OutputStream {
    private final Exchange exchange;
    private final HttpConnection connection;
    private final ResponseWriter answer;
    private final Response response;
    private boolean headSent;
    private boolean last;
    private boolean ended;

    StreamedBody(Exchange exchange, ResponseWriter answer, Response response) {
        this.exchange = exchange;
        this.connection = exchange.connection();
        this.answer = answer;
        this.response = response;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        sendHead();
        send(new DefaultHttpContent(Unpooled.wrappedBuffer(source, offset, length)));
    }

    private void sendHead() throws IOException {
        if (!headSent) {
            headSent = true;
            CompletableFuture<Boolean> isLast = new CompletableFuture<>();
            if (!connection.onLoop(() -> isLast.complete(head()))) {
                throw new IOException("the transport has stopped");
            }
            last = await(isLast);
        }
    }

    /** Writes the head on the event loop; it leaves together with what follows. */
    private boolean head() {
        boolean lastOne = exchange.isLast() || response.closes();
        DefaultHttpResponse head = answer.head(response, lastOne);
        if (response.length() >= 0) {
            head.headers().set(HeaderNames.CONTENT_LENGTH, response.length());
        } else if (!exchange.isHead() && exchange.request().protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            head.headers().set(HeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        // The write that follows reports its failure, too.
        ChannelFuture unused = connection.channel().write(head);
        return lastOne;
    }

    private void send(Object content) throws IOException {
        ChannelFuture sent = connection.channel().writeAndFlush(content);
        try {
            sent.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the client was reading", e);
        }
        if (!sent.isSuccess()) {
            throw new IOException("the client went away", sent.cause());
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the response began", e);
        } catch (ExecutionException e) {
            throw new IOException("the response can't begin", e);
        }
    }

    /** Responds to a request for the head alone. */
    void onlyHead() {
        connection.onLoop(() -> {
            boolean lastOne = head();
            connection
                    .channel()
                    .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                    .addListener(sent -> exchange.end(sent.isSuccess(), lastOne));
        });
    }

    void complete() throws IOException {
        sendHead();
        send(LastHttpContent.EMPTY_LAST_CONTENT);
        connection.onLoop(() -> exchange.end(true, last));
        ended = true;
    }

    /** Ends the response early, so that the client can tell that a part is missing. */
    void breakOff() {
        if (ended) {
            return;
        }
        ended = true;
        if (headSent) {
            connection.onLoop(() -> exchange.end(false, true));
        } else {
            connection.onLoop(() -> answer.refuse(ErrorCode.INTERNAL, ErrorCode.INTERNAL.meaning(), -1));
        }
    }
}
