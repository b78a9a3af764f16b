// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Wiring;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component that registers the routes of the REST API. They are present from the start: a request that needs the
 * data service waits for it, at most 5 seconds, and then gets 503.
 */
@Component(
        name = "io.lynchet.rest",
        immediate = true,
        service = {})
@Designate(ocd = RestComponent.Config.class)
public final class RestComponent {
    private static final Logger log = LoggerFactory.getLogger(RestComponent.class);

    /**
     * Below every service of another bundle, so that a drop-in can take a route over. Among equals the newest serves,
     * so without a ranking these routes would take theirs back from a drop-in when this bundle is updated.
     */
    private static final int RANKING = Integer.MIN_VALUE;

    /** The configuration of the app's pages. */
    @ObjectClassDefinition(name = "REST API")
    public @interface Config {
        @AttributeDefinition(
                description =
                        "The header Content-Security-Policy of the app's pages; empty for none. The default forbids"
                                + " other sites to frame them. A list of sources of scripts, such as default-src"
                                + " 'self', protects more.")
        String contentSecurityPolicy() default
                "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
    }

    private final Gate<DataService> data = new Gate<>("data service");
    private Wiring wiring;

    @Activate
    void activate(BundleContext context, Config config) {
        String policy = pagePolicy(config);
        wiring = new Wiring(context, log::warn);
        wiring.track(DataService.class, data);
        for (Route route : RestRoutes.of(data, name -> context.getProperty(name), policy)) {
            wiring.register(Route.class, route, Map.of(Constants.SERVICE_RANKING, RANKING));
        }
    }

    private static String pagePolicy(Config config) {
        String policy = config.contentSecurityPolicy().strip();
        if (!policy.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "contentSecurityPolicy must be one line of ASCII characters");
        }
        return policy;
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }
}
