// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;

/** Where the process is to listen. */
record ListenPlace(String host, int port) {

    /** What the listener is configured with; empty when there is none. */
    static Optional<ListenPlace> of(Map<String, Map<String, Object>> configurations) {
        Map<String, Object> listener = configurations.getOrDefault(SettingLayers.LISTENER, Map.of());
        return listener.get("host") instanceof String host && listener.get("port") instanceof Integer port
                ? Optional.of(new ListenPlace(host, port))
                : Optional.empty();
    }

    /** Finds out whether it is free, before others go the long way; the listener binds for good later. {@link Refusal} when not. */
    void probe() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw Refusal.usage(
                    "unknown host " + host + ".\n  Use an address of this machine, such as 127.0.0.1 or 0.0.0.0.");
        } catch (BindException e) {
            String where = port == 0 ? host : host + ":" + port;
            throw Refusal.inUse("cannot listen on " + where + ": " + e.getMessage()
                    + ".\n  Stop the process that has the port, or choose another with --port (0 takes any free one).");
        } catch (IOException e) {
            throw Refusal.error("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /** The same while the process listens elsewhere. A port that it has itself is not asked for again, only the address. */
    void probeBeside(ListenPlace now) {
        if (!equals(now)) {
            new ListenPlace(host, now.port == port ? 0 : port).probe();
        }
    }
}
