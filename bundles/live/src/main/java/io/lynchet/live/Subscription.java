// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.socket.ClientSocket;

/** One live query of one socket. Belongs to the engine's thread, but for what is final or volatile. */
final class Subscription {
    /** What the client can be told. */
    enum State {
        /** It has got nothing yet, or what it has belongs to another group: it gets its answer once the group is ready. */
        WAITING,
        /** It has everything up to {@link #seq}. */
        LIVE,
        /** It was too slow, and gets a snapshot once it has taken what is queued. */
        LOST,
        ENDED
    }

    final ClientSocket socket;
    final SubscribeFrame frame;
    volatile LiveGroup group;
    Principal principal;
    volatile State state = State.WAITING;

    /** Seq of the last frame that it was sent. */
    volatile long seq = -1;

    /** What the client has while it changes from one group to another; null for nothing. */
    Object baseline;

    /** Whether there are server-only fields in what the client has. */
    boolean everyField;

    /** Whether it has ever been told anything, so that what it came with does not matter any more. */
    boolean answered;

    /** The scope that the client knows, or null. */
    String scope;

    /** To whom it is charged, or null for nobody; what of its frame is charged. */
    String caller;

    final long frameBytes;

    /** @param frameBytes what the frame takes as long as it is kept */
    Subscription(ClientSocket socket, SubscribeFrame frame, Principal principal, long frameBytes) {
        this.socket = socket;
        this.frame = frame;
        this.principal = principal;
        this.frameBytes = frameBytes;
        this.caller = callerOf(socket, principal);
    }

    /** Users wherever they are, everybody else by network; the admin is charged to nobody. */
    static String callerOf(ClientSocket socket, Principal principal) {
        if (principal.admin()) {
            return null;
        }
        return principal.userId() == null ? "@" + socket.network() : principal.userId();
    }

    /** Up to which seq nothing is missing of what has been offered, given how far the engine is. For any thread. */
    long toldUpTo(long processed) {
        LiveGroup of = group;
        if (state == State.LIVE && of != null) {
            return Math.min(processed, of.toldUpTo(processed));
        }
        return state == State.ENDED ? processed : Math.min(processed, seq);
    }
}
