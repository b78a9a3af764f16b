// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.client.js;

import io.lynchet.api.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The component that serves the client and its types to pages and editors. */
@Component(
        name = "io.lynchet.client.js",
        immediate = true,
        service = {})
public final class ClientComponent {
    private final List<ServiceRegistration<Route>> registrations = new ArrayList<>();

    @Activate
    void activate(BundleContext context) throws IOException {
        for (Route route : routes()) {
            registrations.add(context.registerService(Route.class, route, null));
        }
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    static List<Route> routes() throws IOException {
        return List.of(
                new ServeClient(
                        "/client.js",
                        "Returns the JavaScript client, an ES module.",
                        "text/javascript; charset=utf-8",
                        ClientModule.joined()),
                new ServeClient(
                        "/client.d.ts",
                        "Returns the types of the JavaScript client.",
                        "text/plain; charset=utf-8",
                        ClientModule.source(ClientModule.TYPES)));
    }
}
