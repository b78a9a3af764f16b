// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.socket.Frame;
import java.util.ArrayList;
import java.util.List;

/** A socket whose client has not taken anything until the test says so. */
final class LargeSocket extends FakeSocket {
    private final List<Runnable> whenDrained = new ArrayList<>();
    private boolean told;

    LargeSocket(String network) {
        super("large " + network, Principal.ANONYMOUS);
        this.network = network;
    }

    @Override
    public synchronized boolean offer(Frame frame) {
        told = true;
        return true;
    }

    @Override
    public synchronized void whenDrained(Runnable action) {
        whenDrained.add(action);
    }

    synchronized boolean isTold() {
        return told;
    }

    void drain() {
        List<Runnable> actions;
        synchronized (this) {
            actions = List.copyOf(whenDrained);
            whenDrained.clear();
        }
        actions.forEach(Runnable::run);
    }
}
