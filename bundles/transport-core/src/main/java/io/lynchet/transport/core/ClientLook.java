// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at the client of a request that takes long. */
public final class ClientLook {
    private static final Logger log = LoggerFactory.getLogger(ClientLook.class);

    private ClientLook() {}

    /** Whether nobody waits for the answer any more. Any thread, while the connection's request is being answered. */
    public static boolean isGone(SocketChannel connection) {
        if (!connection.isOpen()) {
            return true;
        }
        try (ClientProbe probe = new ClientProbe()) {
            return probe.isGone(connection);
        } catch (IOException e) {
            // Without a look it is taken to be there; its requests end by their deadlines.
            log.warn("nobody can be looked for who has gone: {}", e.getMessage());
            return false;
        }
    }
}
