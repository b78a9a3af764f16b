// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.ChannelHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the promises to a handler: one call at a time, and closed as the last one, exactly once, also when the connection breaks while
 * the handler is at work on another thread.
 */
public final class Conversation {
    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private final ChannelHandler handler;
    private boolean busy;
    private boolean over;
    private int code;
    private String reason;

    public Conversation(ChannelHandler handler) {
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

    /** Tells the handler now, or as soon as it has done what it is at. Only the first call counts. */
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
