// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;

/**
 * A decoder that takes one frame at a time. Bytes behind it stay as they are until {@link #next}, so that clients can't
 * fill a queue.
 */
public final class FrameDecoder extends WebSocket13FrameDecoder {
    /** Pings and the like may be longer than messages. */
    private static final int CONTROL_BYTES_MAX = 125;

    private ChannelHandlerContext context;
    private boolean resting = true;

    public FrameDecoder(int messageBytesMax) {
        super(WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(Math.max(messageBytesMax, CONTROL_BYTES_MAX))
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (!resting) {
            super.decode(ctx, in, out);
            resting = !out.isEmpty();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
    }

    /** Returns whether the decoder waits for {@link #next}. */
    public boolean isResting() {
        return resting;
    }

    /** Tells that the last frame has been handled. Must not be called from within a read. */
    public void next() throws Exception {
        resting = false;
        super.channelRead(context, Unpooled.EMPTY_BUFFER);
    }
}
