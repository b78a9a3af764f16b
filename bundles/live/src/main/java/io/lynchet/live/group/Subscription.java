// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.group;

import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.ClientSocket;

/** One live query of one socket. Confined to the engine's thread, except final and volatile fields. */
public final class Subscription {
    /** The states of a subscription. */
    public enum State {
        /**
         * The client has nothing yet, or has the state of another group. It gets its next frame once the group is
         * ready.
         */
        WAITING,
        /** The client has everything up to {@link #seq}. */
        LIVE,
        /** The client was too slow. It gets a snapshot once it has taken the queued frames. */
        LOST,
        ENDED
    }

    public final ClientSocket socket;
    public final SubscribeFrame frame;
    public volatile LiveGroup group;
    public Principal principal;
    public volatile State state = State.WAITING;

    /** The seq of the last frame that was sent. */
    public volatile long seq = -1;

    /** The state that the client has while it moves from one group to another, or null. */
    public Object baseline;

    /** Whether the client's state has server-only fields. */
    public boolean everyField;

    /** Whether the client has got a frame, so that the cursor in its subscribe frame no longer counts. */
    public boolean answered;

    /** The scope that the client knows, or null. */
    public String scope;

    /** The caller that is charged, or null; and the bytes charged for the frame. */
    public String caller;

    public final long frameBytes;

    /**
     * Creates a subscription.
     *
     * @param frameBytes the bytes that the frame takes as long as it is kept
     */
    public Subscription(ClientSocket socket, SubscribeFrame frame, Principal principal, long frameBytes) {
        this.socket = socket;
        this.frame = frame;
        this.principal = principal;
        this.frameBytes = frameBytes;
        this.caller = callerOf(socket, principal);
    }

    /** Returns the caller to charge: the user, or the network of anonymous clients; null for the admin. */
    public static String callerOf(ClientSocket socket, Principal principal) {
        if (principal.admin()) {
            return null;
        }
        return principal.userId() == null ? "@" + socket.network() : principal.userId();
    }

    /**
     * Returns the seq up to which the subscription misses no frame, given the seq that the engine has processed. Any
     * thread may call this.
     */
    public long toldUpTo(long processed) {
        LiveGroup of = group;
        if (state == State.LIVE && of != null) {
            return Math.min(processed, of.toldUpTo(processed));
        }
        return state == State.ENDED ? processed : Math.min(processed, seq);
    }
}
