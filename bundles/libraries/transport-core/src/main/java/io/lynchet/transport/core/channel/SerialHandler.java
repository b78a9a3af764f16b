// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.channel;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.ChannelHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wrapper that keeps the contract with a channel's handler. Calls come one at a time, and {@code closed} comes
 * last, exactly once, also when the connection breaks while the handler works on another thread.
 */
public final class SerialHandler {
    private static final Logger log = LoggerFactory.getLogger(SerialHandler.class);

    private final ChannelHandler handler;
    private boolean busy;
    private boolean over;
    private int code;
    private String reason;

    public SerialHandler(ChannelHandler handler) {
        this.handler = handler;
    }

    public void opened(Channel channel) {
        if (begin()) {
            try {
                handler.opened(channel);
            } finally {
                end();
            }
        }
    }

    public void message(byte[] text) {
        if (begin()) {
            try {
                handler.message(text);
            } finally {
                end();
            }
        }
    }

    public void alive() {
        if (begin()) {
            try {
                handler.alive();
            } finally {
                end();
            }
        }
    }

    /** Tells the handler now, or as soon as its running call ends. Only the first call counts. */
    public void closed(int closeCode, String closeReason) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            code = closeCode;
            reason = closeReason == null ? "" : closeReason;
            if (busy) {
                return;
            }
        }
        tellClosed();
    }

    private synchronized boolean begin() {
        busy = !over;
        return busy;
    }

    private void end() {
        synchronized (this) {
            busy = false;
            if (!over) {
                return;
            }
        }
        tellClosed();
    }

    private void tellClosed() {
        try {
            handler.closed(code, reason);
        } catch (RuntimeException | Error e) {
            log.error("a channel's handler failed at its end", e);
        }
    }
}
