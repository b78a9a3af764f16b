// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.testkit.http.TestPort;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A server with a port before it. */
final class Served implements AutoCloseable {
    private final JettyServer server;
    private final TestPort port;

    private Served(JettyServer server) {
        this.server = server;
        this.port = TestPort.open(server);
    }

    static Served open(JettyTransport.Config config, Gate<Router> routers) {
        return new Served(JettyServer.start(config, routers));
    }

    InetSocketAddress address() {
        return port.address();
    }

    JettyServer server() {
        return server;
    }

    int connections() {
        return server.connections();
    }

    int channels() {
        return server.channels();
    }

    int requestsInFlight() {
        return server.requestsInFlight();
    }

    /** The port first, as at the end of a process. */
    void drain(Duration atMost) {
        port.close();
        server.drain(atMost);
    }

    @Override
    public void close() {
        port.close();
        server.close();
    }
}
