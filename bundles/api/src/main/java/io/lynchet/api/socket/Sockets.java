// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.socket;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The open client sockets, for operators. */
@ProviderType
public interface Sockets {
    /**
     * One open socket.
     *
     * @param principal the user's id, {@code admin}, or {@code -}
     * @param queuedBytes the bytes that wait for the client
     * @param sentFrames the frames sent since it was opened
     * @param refusedFrames the frames refused because the queue was full
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

    /** Returns the open sockets, oldest first. */
    List<OpenSocket> open();

    /** Closes a socket with {@link CloseCode#KICKED}; returns false when there is none of that id. */
    boolean kick(String id, String reason);
}
