// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.launcher.cli.Refusal;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;

/** The address that the process is to listen on. */
public record ListenAddress(String host, int port) {

    /** Returns the listener's configured address; empty when there is none. */
    public static Optional<ListenAddress> of(Map<String, Map<String, Object>> configurations) {
        Map<String, Object> listener = configurations.getOrDefault(SettingLayers.LISTENER, Map.of());
        return listener.get("host") instanceof String host && listener.get("port") instanceof Integer port
                ? Optional.of(new ListenAddress(host, port))
                : Optional.empty();
    }

    /**
     * Checks whether the address is free, before the longer start; the listener binds later. Throws {@link Refusal}
     * when it is not.
     */
    public void probe() {
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

    /**
     * Checks the address while the process listens elsewhere. For a port that it has itself, only the address is
     * checked.
     */
    void probeBeside(ListenAddress now) {
        if (!equals(now)) {
            new ListenAddress(host, now.port == port ? 0 : port).probe();
        }
    }
}
