// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * A decoder that takes one request at a time. Bytes behind it stay as they are until {@link #next}. So a client that
 * sends many requests at once fills no queue, and bytes after an upgrade are not taken for a request.
 */
public final class RequestDecoder extends HttpRequestDecoder {
    private ChannelHandlerContext context;
    private boolean resting;
    private boolean headRead;
    private boolean folded;
    private boolean whole = true;
    private long lastReadNanos = System.nanoTime();

    public RequestDecoder(int headerBytesMax) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(headerBytesMax)
                .setMaxHeaderSize(headerBytesMax)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
        lastReadNanos = System.nanoTime();
        super.channelRead(ctx, bytes);
    }

    /** Skips Netty's own handling, which would go on reading while nothing is decoded. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (resting) {
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (resting) {
            return;
        }
        int before = in.readerIndex();
        folded |= !headRead && hasFoldedLine(in);
        super.decode(ctx, in, out);
        if (!out.isEmpty() && out.get(0) instanceof HttpRequest request) {
            headRead = true;
            if (folded) {
                request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("a folded header")));
            }
        }
        if (!out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent) {
            resting = true;
            whole = true;
        } else if (in.readerIndex() != before) {
            whole = false;
        }
    }

    /** Returns whether a header line is folded over several lines, as was once allowed; Netty would join them. */
    private boolean hasFoldedLine(ByteBuf in) {
        // Lines are taken out whole, so the remaining bytes begin with one.
        boolean requestLine = whole;
        int end = in.writerIndex();
        int line = in.readerIndex();
        while (line < end) {
            byte first = in.getByte(line);
            if (!requestLine && (first == ' ' || first == '\t')) {
                return true;
            }
            boolean empty = first == '\r' || first == '\n';
            if (empty && !requestLine) {
                return false;
            }
            requestLine &= empty;
            int feed = in.indexOf(line, end, (byte) '\n');
            if (feed < 0) {
                return false;
            }
            line = feed + 1;
        }
        return false;
    }

    /** Throws: with two lengths of one body, two servers in a row could read two different requests. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }

    /** Tells that the request has its response. Must not be called from within a read. */
    public void next() throws Exception {
        resting = false;
        headRead = false;
        folded = false;
        super.channelRead(context, Unpooled.EMPTY_BUFFER);
    }

    /** Returns whether every request of which bytes were read has its response. */
    public boolean isWhole() {
        return whole && actualReadableBytes() == 0;
    }

    /** Returns how long nothing has been read. */
    public long quietNanos() {
        return System.nanoTime() - lastReadNanos;
    }

    /** Resets the quiet time, as if something had been read just now. */
    public void touch() {
        lastReadNanos = System.nanoTime();
    }
}
