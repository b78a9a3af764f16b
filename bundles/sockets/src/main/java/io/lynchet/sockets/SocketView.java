// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import java.util.Map;

/** A socket as one handler sees it. Each has its own, so that it is known who has said anything on it. */
final class SocketView implements ClientSocket {
    private final EdgeSocket socket;
    private final HandlerSlot slot;
    private volatile boolean used;
    private volatile boolean detached;

    SocketView(EdgeSocket socket, HandlerSlot slot) {
        this.socket = socket;
        this.slot = slot;
    }

    HandlerSlot slot() {
        return slot;
    }

    void use() {
        used = true;
    }

    boolean isUsed() {
        return used;
    }

    /** The handler has left, or the socket has gone. */
    void detach() {
        detached = true;
    }

    @Override
    public String id() {
        return socket.id();
    }

    @Override
    public Purpose purpose() {
        return socket.origin().purpose();
    }

    @Override
    public boolean eventStream() {
        return socket.origin().eventStream();
    }

    @Override
    public Principal principal() {
        return socket.principal();
    }

    @Override
    public String network() {
        return AddressKey.of(socket.origin().address());
    }

    @Override
    public Map<String, String> parameters() {
        return socket.origin().parameters();
    }

    @Override
    public String lastEventId() {
        return socket.origin().lastEventId();
    }

    @Override
    public boolean offer(Frame frame) {
        used = true;
        return !detached && socket.offer(frame);
    }

    @Override
    public void whenDrained(Runnable action) {
        if (!detached) {
            socket.whenDrained(() -> {
                if (!detached) {
                    action.run();
                }
            });
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!detached) {
            socket.close(code, reason);
        }
    }

    @Override
    public boolean isOpen() {
        return !detached && socket.isOpen();
    }

    @Override
    public String toString() {
        return socket.id();
    }
}
