// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.core.TransportLifecycle;
import io.lynchet.transport.core.limit.TransportConfig;
import io.lynchet.transport.core.limit.TransportSettings;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** The component of the Netty transport. A change of configuration creates a new one. */
@Component(
        name = "io.lynchet.transport.netty",
        immediate = true,
        service = {})
@Designate(ocd = TransportConfig.class)
public final class NettyTransport {
    private final TransportLifecycle life;

    @Activate
    public NettyTransport(BundleContext bundleContext, TransportConfig config) {
        life = new TransportLifecycle(
                bundleContext, routers -> NettyServer.start(TransportSettings.of(config), routers));
    }

    @Activate
    void activate() {
        life.activate();
    }

    @Deactivate
    void deactivate() {
        life.deactivate();
    }
}
