// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

/**
 * An event stream. Its body ends with the connection, so the pieces need no framing. Bytes of the client are only read
 * to see it leave.
 */
final class NettyEventStream extends OpenChannel {
    /** The number of bytes that a client may send behind its request before it is cut. */
    private static final int IGNORED_BYTES_MAX = 16 * 1024;

    private int ignoredBytes;

    NettyEventStream(HttpConnection connection, Response.Upgrade upgrade) {
        super(connection, upgrade);
    }

    @Override
    Object framed(ByteBuf message) {
        return message;
    }

    @Override
    void sayGoodbye(int code, String reason) {
        endsWith(code, reason);
        connection().cut();
    }

    @Override
    void listen() {
        connection().channel().config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ignoredBytes += ((ByteBuf) message).readableBytes();
        ReferenceCountUtil.release(message);
        if (ignoredBytes > IGNORED_BYTES_MAX) {
            abort();
        }
    }

    /** Does nothing: clients of event streams send nothing. */
    @Override
    public void ping() {}
}
