// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A single check of the client of a long request. */
public final class ClientGoneCheck {
    private static final Logger log = LoggerFactory.getLogger(ClientGoneCheck.class);

    private ClientGoneCheck() {}

    /**
     * Returns whether the client no longer waits for the response. Any thread may call it while the connection's
     * request is in flight.
     */
    public static boolean isGone(SocketChannel connection) {
        if (!connection.isOpen()) {
            return true;
        }
        try (ClientProbe probe = new ClientProbe()) {
            return probe.isGone(connection);
        } catch (IOException e) {
            // Without a check the client counts as present; its requests end by their deadlines.
            log.warn("the transport can't detect clients that have gone: {}", e.getMessage());
            return false;
        }
    }
}
