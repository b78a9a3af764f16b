// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The sockets that follow one room. Guarded by its room.
 *
 * <p>A socket that is too slow gets no frames until its queue is empty, and then the state of that time. It costs one
 * mark, however long that takes.
 */
final class RoomSubscribers {
    private final Map<String, Listener> listeners = new LinkedHashMap<>();

    // The array to iterate over while frames are offered: a socket may close during that and be removed.
    private Listener[] walked = {};
    private final Supplier<Frame> snapshot;
    private final Consumer<Listener> drained;

    /** One socket that follows the room. */
    static final class Listener {
        private final ClientSocket socket;
        private boolean behind;

        private Listener(ClientSocket socket) {
            this.socket = socket;
        }
    }

    /**
     * Creates an empty set.
     *
     * @param snapshot returns a frame with the current state
     * @param drained called on threads of sockets when a slow one can take frames again; leads to {@link #catchUp}
     */
    RoomSubscribers(Supplier<Frame> snapshot, Consumer<Listener> drained) {
        this.snapshot = snapshot;
        this.drained = drained;
    }

    /** Adds a socket. It gets the current state, and then all frames. */
    void add(ClientSocket socket) {
        Listener listener = listeners.computeIfAbsent(socket.id(), id -> new Listener(socket));
        walked = null;
        if (!listener.behind) {
            offer(listener, snapshot.get());
        }
    }

    /** Removes a socket. Returns true when it has missed a frame. */
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
