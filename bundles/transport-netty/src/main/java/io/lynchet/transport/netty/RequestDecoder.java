// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

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
 * Takes one request at a time out of the bytes: what comes behind it stays as it is until {@link #next}, so a client that sends many
 * requests at once fills no queue, and what follows an upgrade is not taken for a request.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private ChannelHandlerContext context;
    private boolean resting;
    private boolean headRead;
    private boolean folded;
    private boolean whole = true;
    private long lastReadNanos = System.nanoTime();

    RequestDecoder(int headerBytesMax) {
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

    /** Netty's own would go on reading while nothing is decoded. */
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

    /** Whether a line of the head goes on behind its end, as it could long ago; Netty would put the two together. */
    private boolean hasFoldedLine(ByteBuf in) {
        // Lines are taken out whole, so what is there begins with one.
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

    /** Two lengths of one body: two servers in a row could read two different requests. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }

    /** The request was answered. Not from within a read. */
    void next() throws Exception {
        resting = false;
        headRead = false;
        folded = false;
        super.channelRead(context, Unpooled.EMPTY_BUFFER);
    }

    /** Whether nothing was read that belongs to a request without an answer. */
    boolean isWhole() {
        return whole && actualReadableBytes() == 0;
    }

    /** How long nothing has been read. */
    long quietNanos() {
        return System.nanoTime() - lastReadNanos;
    }

    /** As if something had been read just now. */
    void touch() {
        lastReadNanos = System.nanoTime();
    }
}
