// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.http.Router;
import io.lynchet.transport.core.TransportConfig;
import io.lynchet.transport.core.TransportLife;
import io.lynchet.transport.core.TransportSettings;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Jetty as the transport. A change of configuration makes a new one. */
@Component(
        name = "io.lynchet.transport.jetty",
        immediate = true,
        service = {})
@Designate(ocd = TransportConfig.class)
public final class JettyTransport {
    private final TransportLife life;

    @Activate
    public JettyTransport(BundleContext bundleContext, TransportConfig config) {
        life = new TransportLife(bundleContext, routers -> JettyServer.start(TransportSettings.of(config), routers));
    }

    @Activate
    void activate() {
        life.activate();
    }

    @Deactivate
    void deactivate() {
        life.deactivate();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unbindRouter")
    void bindRouter(Router router) {
        life.bindRouter(router);
    }

    void unbindRouter(Router router) {
        life.unbindRouter(router);
    }
}
