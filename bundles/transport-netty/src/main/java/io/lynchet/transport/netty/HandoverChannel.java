// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.core.connection.ClientGoneCheck;
import io.lynchet.transport.core.connection.RawErrorResponse;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that the listener has accepted, and that can be handed over open. Confined to its event loop. */
final class HandoverChannel extends NioSocketChannel {
    private static final Logger log = LoggerFactory.getLogger(HandoverChannel.class);

    /** The connection was handed over; closing this object does not close it. */
    private boolean released;

    HandoverChannel(SocketChannel connection) {
        super(null, connection);
    }

    /** Returns whether the system holds unread bytes. */
    boolean hasUnread() {
        try {
            return javaChannel().socket().getInputStream().available() > 0;
        } catch (IOException e) {
            log.debug("a connection broke during its check", e);
            return false;
        }
    }

    /** Returns whether the client no longer waits for the response. Any thread may call it. */
    boolean isClientGone() {
        return ClientGoneCheck.isGone(javaChannel());
    }

    /** Hands the connection over, with its unread bytes, once it is in no selector any more. */
    void release(Consumer<SocketChannel> heir) {
        released = true;
        SocketChannel connection = javaChannel();
        deregister().addListener(done -> heir.accept(connection));
    }

    /** Closes the connection. Any thread may call it. */
    void cut() {
        close().addListener(HandoverChannel::told);
    }

    /** Closes the connection after that time, if it is still open. */
    void cutAfter(long millis) {
        eventLoop().schedule(this::cut, millis, TimeUnit.MILLISECONDS).addListener(HandoverChannel::told);
    }

    /** Tells the client that its head came too slowly; nothing else may be on its way to it. */
    void sayLate() {
        try {
            RawErrorResponse.late(javaChannel());
        } catch (IOException e) {
            log.debug("a connection broke before its end", e);
        }
    }

    /** Ends the output; the client sees an end behind everything that was sent. */
    void endOutput() {
        shutdownOutput().addListener(HandoverChannel::told);
    }

    private static void told(Future<?> done) {
        if (done.cause() != null) {
            log.debug("a connection did not end cleanly", done.cause());
        }
    }

    boolean isReleased() {
        return released;
    }

    @Override
    protected void doClose() throws Exception {
        if (!released) {
            super.doClose();
        }
    }
}
