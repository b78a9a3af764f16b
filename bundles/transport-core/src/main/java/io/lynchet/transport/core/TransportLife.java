// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Gate;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Map;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport's component, step by step: it answers as soon as there is a router, and from then on until it is deactivated. While the router
 * is being replaced, requests wait for the new one. The {@link Transport} service is there as long.
 */
public final class TransportLife {
    private static final Logger log = LoggerFactory.getLogger(TransportLife.class);

    /** For connections that nobody has drained, because no listener is there any more. */
    private static final Duration LAST_DRAIN = Duration.ofSeconds(10);

    private final Gate<Router> routers = new Gate<>("router");
    private final Object starting = new Object();
    private final BundleContext bundleContext;
    private final Function<Gate<Router>, ServingTransport> start;
    private ServingTransport transport;
    private ServiceRegistration<Transport> registration;
    private boolean active;

    /** @param start throws a {@link LynchetException} when it can't start */
    public TransportLife(BundleContext bundleContext, Function<Gate<Router>, ServingTransport> start) {
        this.bundleContext = bundleContext;
        this.start = start;
    }

    public void activate() {
        synchronized (starting) {
            active = true;
        }
        startWhenRouted();
    }

    public void deactivate() {
        ServingTransport leaving;
        ServiceRegistration<Transport> registered;
        synchronized (starting) {
            active = false;
            leaving = transport;
            transport = null;
            registered = registration;
            registration = null;
        }
        if (leaving != null) {
            // Within this the listener drains it.
            registered.unregister();
            if (!leaving.isDrained()) {
                leaving.drain(LAST_DRAIN);
            }
            leaving.close();
        }
    }

    public void bindRouter(Router router) {
        routers.bind(router);
        startWhenRouted();
    }

    public void unbindRouter(Router router) {
        if (!routers.unbind(router)) {
            log.warn("requests were still inside a router that is going away");
        }
    }

    private void startWhenRouted() {
        synchronized (starting) {
            if (!active || transport != null || !routers.isBound()) {
                return;
            }
            try {
                transport = start.apply(routers);
            } catch (LynchetException e) {
                log.error("{}", e.getMessage(), e);
                return;
            }
            Dictionary<String, Object> properties =
                    FrameworkUtil.asDictionary(Map.of(Transport.NAME, transport.name()));
            registration = bundleContext.registerService(Transport.class, transport, properties);
        }
    }
}
