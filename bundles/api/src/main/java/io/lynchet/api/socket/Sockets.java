// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.socket;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The client sockets that are open, for operators. */
@ProviderType
public interface Sockets {
    /**
     * One open socket.
     *
     * @param principal the user's id, {@code admin}, or {@code -}
     * @param queuedBytes waiting for the client
     * @param sentFrames since it was opened
     * @param refusedFrames not taken because the queue was full
     */
    record OpenSocket(
            String id,
            ClientSocket.Purpose purpose,
            boolean eventStream,
            String principal,
            String address,
            Instant openedAt,
            long queuedBytes,
            long sentFrames,
            long refusedFrames) {}

    /** Oldest first. */
    List<OpenSocket> open();

    /** Closes one with {@link CloseCode#KICKED}; false when there is none of that id. */
    boolean kick(String id, String reason);
}
