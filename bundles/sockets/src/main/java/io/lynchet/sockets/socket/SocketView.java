// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import io.lynchet.sockets.limit.AddressKey;
import java.util.Map;

/** The view of a socket that one handler has. Each handler has its own, so that its use of the socket is known. */
final class SocketView implements ClientSocket {
    private final ConnectedSocket socket;
    private final LeasedHandler slot;
    private volatile boolean used;
    private volatile boolean detached;

    SocketView(ConnectedSocket socket, LeasedHandler slot) {
        this.socket = socket;
        this.slot = slot;
    }

    LeasedHandler slot() {
        return slot;
    }

    void use() {
        used = true;
    }

    boolean isUsed() {
        return used;
    }

    /** Ends the view: the handler or the socket has gone. */
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
