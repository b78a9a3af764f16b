// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.channel;

import io.lynchet.api.socket.CloseCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open WebSockets and event streams, to end them all at once. */
public final class OpenChannels {
    private final Set<Ending> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** An open channel as seen from outside; neither call blocks. */
    public interface Ending {
        void close(int code, String reason);

        /** Cuts the connection, and tells the handler even if the connection itself never will. */
        void cut(String reason);
    }

    public void add(Ending channel) {
        open.add(channel);
        // A channel may open while the others are being closed; one of the two sides sees it.
        if (draining) {
            channel.close(CloseCode.RESTARTING, "the server stops");
        }
    }

    public void remove(Ending channel) {
        open.remove(channel);
    }

    public int count() {
        return open.size();
    }

    /** Ends {@link #drain} for later channels. */
    public void keep() {
        draining = false;
    }

    /** Closes all open and later channels, without waiting. */
    public void drain() {
        draining = true;
        for (Ending channel : open) {
            channel.close(CloseCode.RESTARTING, "the server stops");
        }
    }

    public void cutAll() {
        draining = true;
        for (Ending channel : open) {
            channel.cut("the server stopped");
        }
    }
}
