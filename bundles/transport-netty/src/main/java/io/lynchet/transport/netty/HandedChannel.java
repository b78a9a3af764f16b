// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.core.ClientLook;
import io.lynchet.transport.core.LastWord;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that was accepted by somebody else, and can be given away open. Used on its event loop. */
final class HandedChannel extends NioSocketChannel {
    private static final Logger log = LoggerFactory.getLogger(HandedChannel.class);

    /** Somebody else's; closing this does not close the connection. */
    private boolean released;

    HandedChannel(SocketChannel connection) {
        super(null, connection);
    }

    /** Whether the system holds bytes that nobody has read. */
    boolean hasUnread() {
        try {
            return javaChannel().socket().getInputStream().available() > 0;
        } catch (IOException e) {
            log.debug("a connection broke while it was looked at", e);
            return false;
        }
    }

    /** Whether its client waits for the answer no more. Any thread. */
    boolean isClientGone() {
        return ClientLook.isGone(javaChannel());
    }

    /** Gives it to somebody else, with what nobody has read, once no selector looks at it any more. */
    void release(Consumer<SocketChannel> heir) {
        released = true;
        SocketChannel connection = javaChannel();
        deregister().addListener(done -> heir.accept(connection));
    }

    /** Closes it; also from other threads. */
    void cut() {
        close().addListener(HandedChannel::told);
    }

    /** Closes it then, if nobody has before. */
    void cutAfter(long millis) {
        eventLoop().schedule(this::cut, millis, TimeUnit.MILLISECONDS).addListener(HandedChannel::told);
    }

    /** Tells a client whose head came too slowly; nothing else may be on its way to it. */
    void sayLate() {
        try {
            LastWord.late(javaChannel());
        } catch (IOException e) {
            log.debug("a connection broke before its end", e);
        }
    }

    /** Sends nothing more; the client sees an end behind all that was sent. */
    void endOutput() {
        shutdownOutput().addListener(HandedChannel::told);
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
