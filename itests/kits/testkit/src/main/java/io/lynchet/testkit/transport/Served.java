// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport;

import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Gate;
import io.lynchet.testkit.http.TestPort;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A transport behind a port. */
public final class Served implements AutoCloseable {
    private final TransportFixture fixture;
    private final Transport transport;
    private final TestPort port;

    private Served(TransportFixture fixture, Transport transport) {
        this.fixture = fixture;
        this.transport = transport;
        this.port = TestPort.open(transport);
    }

    public static Served open(TransportFixture fixture, TransportLimits limits, Gate<Router> routers) {
        return new Served(fixture, fixture.start(limits, routers));
    }

    public InetSocketAddress address() {
        return port.address();
    }

    public Transport transport() {
        return transport;
    }

    public boolean isDrained() {
        return fixture.isDrained(transport);
    }

    public int connections() {
        return transport.connections();
    }

    public int channels() {
        return transport.channels();
    }

    public int requestsInFlight() {
        return transport.requestsInFlight();
    }

    /** Closes the port first, as at the end of a process. */
    public void drain(Duration atMost) {
        port.close();
        transport.drain(atMost);
    }

    @Override
    public void close() {
        port.close();
        fixture.stop(transport);
    }
}
