// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Wiring;
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
 * The lifecycle of a transport's component. It responds from the first router on until its deactivation. While the
 * router is replaced, requests wait for the new one. The {@link Transport} service is present as long.
 */
public final class TransportLifecycle {
    private static final Logger log = LoggerFactory.getLogger(TransportLifecycle.class);

    /** The time for connections that no listener has drained, because none is present any more. */
    private static final Duration LAST_DRAIN = Duration.ofSeconds(10);

    private final Gate<Router> routers = new Gate<>("router");
    private final Object starting = new Object();
    private final BundleContext bundleContext;
    private final Function<Gate<Router>, ServingTransport> start;
    private final Wiring wiring;
    private ServingTransport transport;
    private ServiceRegistration<Transport> registration;
    private boolean active;

    /** @param start throws a {@link LynchetException} when it can't start */
    public TransportLifecycle(BundleContext bundleContext, Function<Gate<Router>, ServingTransport> start) {
        this.bundleContext = bundleContext;
        this.start = start;
        this.wiring = new Wiring(bundleContext, log::warn);
    }

    public void activate() {
        synchronized (starting) {
            active = true;
        }
        wiring.track(Router.class, routers, this::startWhenRouted);
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
            // During this call the listener drains the transport.
            registered.unregister();
            if (!leaving.isDrained()) {
                leaving.drain(LAST_DRAIN);
            }
            leaving.close();
        }
        wiring.close();
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
