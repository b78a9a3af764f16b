// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Gate;
import io.lynchet.testkit.transport.TransportFixture;
import io.lynchet.testkit.transport.TransportLimits;
import io.lynchet.transport.core.limit.TransportSettings;

final class NettyFixture implements TransportFixture {
    @Override
    public Transport start(TransportLimits limits, Gate<Router> routers) {
        return NettyServer.start(settings(limits), routers);
    }

    static TransportSettings settings(TransportLimits limits) {
        return new TransportSettings(
                TransportLimits.HEADER_BYTES_MAX,
                limits.headTimeoutMillis(),
                limits.idleTimeoutMillis(),
                limits.bytesPerSecondMin(),
                limits.paceGraceMillis(),
                limits.connectionsPerAddressMax(),
                limits.requestsMax(),
                limits.threadsMax(),
                limits.virtualThreads());
    }

    @Override
    public boolean isDrained(Transport transport) {
        return ((NettyServer) transport).isDrained();
    }

    @Override
    public void stop(Transport transport) {
        ((NettyServer) transport).close();
    }
}
