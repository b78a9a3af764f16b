// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.socket.ClientSocket;
import java.util.HashMap;
import java.util.Map;

/**
 * Large frames that wait in the queues of sockets. A socket takes a frame of any size, so the sum of them has to be limited here. Confined to the
 * engine's thread.
 */
final class LargeFrames {
    /** Smaller ones are limited by the queues themselves. */
    static final int BYTES_MIN = 256 * 1024;

    /** A caller whose clients are slow takes no more than this part of the room. */
    private static final int CALLER_SHARE = 4;

    private final long bytesMax;
    private final Map<ClientSocket, Waiting> waiting = new HashMap<>();
    private final Map<String, Long> callers = new HashMap<>();
    private long bytes;

    private record Waiting(String caller, long bytes) {}

    LargeFrames(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    long bytes() {
        return bytes;
    }

    /** Whether a frame of about that size may be offered to the caller. One always may. */
    boolean hasRoom(String caller, long more) {
        if (more < BYTES_MIN || bytes == 0) {
            return true;
        }
        long own = caller == null ? 0 : callers.getOrDefault(caller, 0L);
        return bytes + more <= bytesMax && (own == 0 || own + more <= bytesMax / CALLER_SHARE);
    }

    /** A socket has taken a large frame; {@link #left} must follow. */
    void offered(ClientSocket socket, String caller, long more) {
        Waiting before = waiting.get(socket);
        String owner = before == null ? caller : before.caller();
        waiting.put(socket, new Waiting(owner, (before == null ? 0 : before.bytes()) + more));
        count(owner, more);
    }

    /** The socket has sent what was queued, or has closed. Does nothing when nothing was queued. */
    boolean left(ClientSocket socket) {
        Waiting gone = waiting.remove(socket);
        if (gone != null) {
            count(gone.caller(), -gone.bytes());
        }
        return gone != null;
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
