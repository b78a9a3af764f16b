// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest;

import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Route;
import io.lynchet.http.HttpRouter;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.data.ServedApp;
import io.lynchet.testkit.http.RouterClient;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The routes of the component over the real data service, in a real router that is spoken to without a socket. */
public final class RestServer extends RouterClient implements AutoCloseable {
    public final HttpRouter router;
    public final ServedApp app;
    private final ServiceRegistryContext context;
    private final RestComponent.Config config;
    private RestComponent component;

    /** @param routerConfig keys and values of {@link HttpRouter.Config} in turn */
    public RestServer(Path folder, Object... routerConfig) {
        this(folder, ComponentConfig.of(RestComponent.Config.class), routerConfig);
    }

    public RestServer(Path folder, RestComponent.Config config, Object... routerConfig) {
        this(
                folder,
                config,
                ComponentConfig.of(HttpRouter.Config.class, routerConfig),
                new ServiceRegistryContext()
                        .with("lynchet.rate.limit", "off")
                        .with("lynchet.version", "9.9.9")
                        .with("lynchet.app", folder.toString()));
    }

    private RestServer(
            Path folder, RestComponent.Config config, HttpRouter.Config routerConfig, ServiceRegistryContext context) {
        this(folder, config, new HttpRouter(context, routerConfig, System::nanoTime), context);
    }

    private RestServer(Path folder, RestComponent.Config config, HttpRouter router, ServiceRegistryContext context) {
        super(router);
        this.config = config;
        this.router = router;
        this.context = context;
        try {
            app = new ServedApp(folder, manifest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.add(Authenticator.class, TOKENS);
        dataComes();
        begin();
    }

    public static String manifest() throws IOException {
        try (InputStream in = RestServer.class.getResourceAsStream("/manifest.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void begin() {
        component = new RestComponent();
        component.activate(context, config);
    }

    /** The data service leaves, as it does while it is replaced. */
    void dataLeaves() {
        context.remove(app.service());
    }

    void dataComes() {
        context.add(DataService.class, app.service());
    }

    /** The bundle is stopped and started, so that its services are the newest of all. */
    void restart() {
        component.deactivate();
        begin();
    }

    /** Registers a route of another bundle. */
    void add(Route route) {
        context.add(Route.class, route);
    }

    void remove(Route route) {
        context.remove(route);
    }

    @Override
    public void close() {
        component.deactivate();
        app.close();
    }
}
