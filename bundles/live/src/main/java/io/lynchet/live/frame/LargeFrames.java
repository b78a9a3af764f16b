// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.frame;

import io.lynchet.api.socket.ClientSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The large frames that wait in the queues of sockets. A socket takes a frame of any size, so their sum is limited
 * here. Confined to the engine's thread.
 */
public final class LargeFrames {
    /** The size in bytes from which a frame counts as large. The queues of sockets limit smaller frames. */
    static final int BYTES_MIN = 256 * 1024;

    /** The slow clients of one caller get the room divided by this number, or one frame. */
    private static final int CALLER_SHARE = 4;

    private final long bytesMax;
    private final Map<ClientSocket, Waiting> waiting = new HashMap<>();
    private final Map<String, Long> callers = new HashMap<>();
    private long bytes;

    private record Waiting(String caller, long bytes) {}

    public LargeFrames(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    public long bytes() {
        return bytes;
    }

    /**
     * Tells whether a frame of about {@code more} bytes may be offered to the caller. One large frame is always
     * allowed.
     */
    boolean hasRoom(String caller, long more) {
        if (more < BYTES_MIN || bytes == 0) {
            return true;
        }
        return bytes + more <= bytesMax && callerHasRoom(caller, more);
    }

    private boolean callerHasRoom(String caller, long more) {
        long own = caller == null ? 0 : callers.getOrDefault(caller, 0L);
        return own == 0 || own + more <= bytesMax / CALLER_SHARE;
    }

    /** Begins a round over all that wait for room, oldest first. */
    public Round round() {
        return new Round();
    }

    /**
     * One round over all that wait. A frame that finds no room keeps later and smaller ones from taking it away: those
     * of all when it waits for the sum, those of its caller when it waits for the caller's share.
     */
    public final class Round {
        private final Set<String> full = new HashSet<>();
        private boolean allFull;

        /** Answers as {@link LargeFrames#hasRoom}, for the next one that waits. */
        boolean hasRoom(String caller, long more) {
            if (more < BYTES_MIN) {
                return true;
            }
            if (allFull || full.contains(caller)) {
                return false;
            }
            if (LargeFrames.this.hasRoom(caller, more)) {
                return true;
            }
            if (callerHasRoom(caller, more)) {
                allFull = true;
            } else {
                full.add(caller);
            }
            return false;
        }
    }

    /** Counts a large frame that a socket has queued; {@link #sent} or {@link #left} must follow. */
    void offered(ClientSocket socket, String caller, long more) {
        Waiting before = waiting.get(socket);
        String owner = before == null ? caller : before.caller();
        waiting.put(socket, new Waiting(owner, (before == null ? 0 : before.bytes()) + more));
        count(owner, more);
    }

    /** Frees the room of a frame that a socket has sent; nothing happens when the socket has left before. */
    public void sent(ClientSocket socket, long less) {
        Waiting before = waiting.get(socket);
        if (before == null) {
            return;
        }
        long rest = before.bytes() - less;
        if (rest == 0) {
            waiting.remove(socket);
        } else {
            waiting.put(socket, new Waiting(before.caller(), rest));
        }
        count(before.caller(), -less);
    }

    /** Frees the room of a socket that has closed. */
    public void left(ClientSocket socket) {
        Waiting gone = waiting.get(socket);
        if (gone != null) {
            sent(socket, gone.bytes());
        }
    }

    private void count(String caller, long more) {
        bytes += more;
        if (caller != null) {
            callers.compute(caller, (key, before) -> {
                long now = (before == null ? 0 : before) + more;
                return now == 0 ? null : now;
            });
        }
    }
}
