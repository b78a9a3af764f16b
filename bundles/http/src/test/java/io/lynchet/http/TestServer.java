// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.http.Route;
import io.lynchet.http.route.RouteTable;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.http.RouterClient;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A router with {@link SampleRoutes} and the tokens of {@link RouterClient#TOKENS}, spoken to without a socket. */
public final class TestServer extends RouterClient {
    /** So short that a test need not wait for what does not come back. */
    private static final Duration PATIENCE = Duration.ofMillis(1);

    /** The clock of the request limits, which are off unless a property says otherwise. */
    public final AtomicLong nanos;

    public final HttpRouter router;
    private final ServiceRegistryContext context;
    public final SampleRoutes samples = new SampleRoutes();

    /** @param config keys and values of {@link HttpRouter.Config} in turn */
    public TestServer(Object... config) {
        this(Map.of(), config);
    }

    /** @param properties of the framework */
    public TestServer(Map<String, String> properties, Object... config) {
        this(context(properties), ComponentConfig.of(HttpRouter.Config.class, config), new AtomicLong());
    }

    private TestServer(ServiceRegistryContext context, HttpRouter.Config config, AtomicLong nanos) {
        this(context, new HttpRouter(context, config, nanos::get, new RouteTable(PATIENCE)), nanos);
    }

    private TestServer(ServiceRegistryContext context, HttpRouter router, AtomicLong nanos) {
        super(router);
        this.context = context;
        this.router = router;
        this.nanos = nanos;
        authenticateBy(TOKENS);
        samples.register(context);
    }

    private static ServiceRegistryContext context(Map<String, String> properties) {
        ServiceRegistryContext context = new ServiceRegistryContext().with("lynchet.rate.limit", "off");
        properties.forEach(context::with);
        return context;
    }

    /** Registers a route, which is the newest of all. */
    public void add(Route route) {
        context.add(Route.class, route);
    }

    /** Unregisters a route, which waits for the requests inside. */
    public void remove(Route route) {
        context.remove(route);
    }

    /** Replaces the authenticator. */
    public void authenticateBy(Authenticator authenticator) {
        context.services(Authenticator.class).forEach(context::remove);
        context.add(Authenticator.class, authenticator);
    }
}
