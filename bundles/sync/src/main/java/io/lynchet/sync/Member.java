// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import java.util.EnumSet;
import java.util.Set;

/** One socket that follows all changes. All but its signals belongs to the dispatcher's thread. */
final class Member {
    /** What has happened to a socket. */
    enum Signal {
        OPENED,
        /** It is somebody else now, or the same one with other rights. */
        CHANGED,
        DRAINED,
        CLOSED
    }

    private final ClientSocket socket;
    private final Set<Signal> signals = EnumSet.noneOf(Signal.class);
    private volatile boolean live;
    private Following group;
    private boolean lost;
    private long prev;

    Member(ClientSocket socket) {
        this.socket = socket;
    }

    /** Whether it was the first one since they were taken. */
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

    /** Whether it was told from where on it follows. For any thread. */
    boolean isLive() {
        return live;
    }

    void begin(Following in, long seq) {
        group = in;
        prev = seq;
    }

    /** What it is sent first was offered. */
    void live() {
        live = true;
    }

    /** Null before it follows anything. */
    Following group() {
        return group;
    }

    void move(Following to) {
        group = to;
    }

    /** Seq of the frame before. */
    long prev() {
        return prev;
    }

    /** Whether frames were dropped, and it was not told so yet. */
    boolean isLost() {
        return lost;
    }

    /** Whether the frame was taken; if not, the socket is lost until it can be told so. */
    boolean offer(Frame frame, long seq) {
        if (lost || !socket.offer(frame)) {
            lost = true;
            return false;
        }
        prev = seq;
        return true;
    }

    /** Tells that frames were dropped; from here on it is told everything again. */
    boolean recover(Frame frame, long seq) {
        lost = !socket.offer(frame);
        prev = seq;
        return !lost;
    }
}
