// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.stream;

import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import java.util.EnumSet;
import java.util.Set;

/**
 * One socket with a change stream. Confined to the dispatcher's thread, except {@link #signal}, {@link #takeSignals}
 * and {@link #isLive}.
 */
final class SyncSubscriber {
    /** The events of a socket that the dispatcher handles. */
    enum Signal {
        OPENED,
        /** The socket has another principal, or the same one with other rights. */
        CHANGED,
        DRAINED,
        CLOSED
    }

    private final ClientSocket socket;
    private final Set<Signal> signals = EnumSet.noneOf(Signal.class);
    private volatile boolean live;
    private GroupSubscribers group;
    private boolean lost;
    private long prev;

    SyncSubscriber(ClientSocket socket) {
        this.socket = socket;
    }

    /** Adds a signal. Returns true when it is the first since they were taken. */
    synchronized boolean signal(Signal signal) {
        boolean first = signals.isEmpty();
        signals.add(signal);
        return first;
    }

    synchronized Set<Signal> takeSignals() {
        Set<Signal> taken = EnumSet.copyOf(signals);
        signals.clear();
        return taken;
    }

    ClientSocket socket() {
        return socket;
    }

    /** Tells whether the socket has been offered its first frames. Any thread may call this. */
    boolean isLive() {
        return live;
    }

    void begin(GroupSubscribers in, long seq) {
        group = in;
        prev = seq;
    }

    /** Notes that the first frames were offered. */
    void live() {
        live = true;
    }

    /** Returns the socket's group, or null before its stream begins. */
    GroupSubscribers group() {
        return group;
    }

    void move(GroupSubscribers to) {
        group = to;
    }

    /** Returns the seq of the previous frame. */
    long prev() {
        return prev;
    }

    /** Tells whether frames were dropped and the client does not know yet. */
    boolean isLost() {
        return lost;
    }

    /** Offers a frame. Returns false when the socket does not take it; then it is lost until {@link #recover}. */
    boolean offer(Frame frame, long seq) {
        if (lost || !socket.offer(frame)) {
            lost = true;
            return false;
        }
        prev = seq;
        return true;
    }

    /**
     * Offers the frame that says that frames were dropped; after it, all frames are sent again. Returns false when it
     * is not taken.
     */
    boolean recover(Frame frame, long seq) {
        lost = !socket.offer(frame);
        prev = seq;
        return !lost;
    }
}
