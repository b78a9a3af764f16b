// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.Frame;
import io.lynchet.testkit.socket.FakeSocket;

/** A socket whose client has not taken anything until the test says so. It keeps no frame, since these are large. */
final class LargeSocket extends FakeSocket {
    private boolean told;

    LargeSocket(String network) {
        super(Principal.ANONYMOUS, Integer.MAX_VALUE);
        network(network);
    }

    @Override
    public synchronized boolean offer(Frame frame) {
        boolean taken = !isFull();
        told |= taken;
        return taken;
    }

    synchronized boolean isTold() {
        return told;
    }
}
