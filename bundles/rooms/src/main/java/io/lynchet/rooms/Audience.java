// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The sockets that follow one room. One that is too slow is left alone until all it was sent has left, and then gets the state of that moment:
 * it costs one mark, however long that takes. Guarded by its room.
 */
final class Audience {
    private final Map<String, Listener> listeners = new LinkedHashMap<>();

    // What is walked while sockets are offered something: one of them may close over that, and be taken out.
    private Listener[] walked = {};
    private final Supplier<Frame> snapshot;
    private final Consumer<Listener> drained;

    /** One socket. */
    static final class Listener {
        private final ClientSocket socket;
        private boolean behind;

        private Listener(ClientSocket socket) {
            this.socket = socket;
        }
    }

    /**
     * @param snapshot the state of this moment
     * @param drained called on threads of sockets when a slow one can take something again; leads to {@link #catchUp}
     */
    Audience(Supplier<Frame> snapshot, Consumer<Listener> drained) {
        this.snapshot = snapshot;
        this.drained = drained;
    }

    /** From now on it hears everything, and first of all how things are. */
    void add(ClientSocket socket) {
        Listener listener = listeners.computeIfAbsent(socket.id(), id -> new Listener(socket));
        walked = null;
        if (!listener.behind) {
            offer(listener, snapshot.get());
        }
    }

    /** Whether it has missed something. */
    boolean remove(ClientSocket socket) {
        Listener listener = listeners.remove(socket.id());
        walked = null;
        return listener != null && listener.behind;
    }

    void tell(Frame frame) {
        if (walked == null) {
            walked = listeners.values().toArray(new Listener[0]);
        }
        for (Listener listener : walked) {
            if (!listener.behind) {
                offer(listener, frame);
            }
        }
    }

    void catchUp(Listener listener) {
        if (listeners.get(listener.socket.id()) == listener) {
            listener.behind = false;
            offer(listener, snapshot.get());
        }
    }

    int size() {
        return listeners.size();
    }

    private void offer(Listener listener, Frame frame) {
        if (!listener.socket.offer(frame)) {
            listener.behind = true;
            listener.socket.whenDrained(() -> drained.accept(listener));
        }
    }
}
