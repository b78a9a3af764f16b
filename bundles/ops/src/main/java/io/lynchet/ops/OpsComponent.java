// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.data.DataService;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Wiring;
import io.lynchet.api.metrics.MetricSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component that collects health checks and metrics from all bundles, and registers the routes that show them. */
@Component(
        name = "io.lynchet.ops",
        immediate = true,
        service = {})
@Designate(ocd = OpsComponent.Config.class)
public final class OpsComponent {
    private static final Logger LOG = LoggerFactory.getLogger(OpsComponent.class);

    /** The configuration of operations. */
    @ObjectClassDefinition(name = "Lynchet operations")
    public @interface Config {
        @AttributeDefinition(
                name = "Public metrics",
                description = "Whether /metrics is readable without the admin token. With --dev it always is.")
        boolean metricsPublic() default false;
    }

    private final HealthBoard board = new HealthBoard();
    private final Set<MetricSource> sources = ConcurrentHashMap.newKeySet();
    private final Gate<DataService> data = new Gate<>("data service");
    private final Gate<Router> router = new Gate<>("router");
    private Wiring wiring;

    @Activate
    void activate(BundleContext context, Config config) {
        sources.add(new ProcessMetrics());
        board.add(new LoopHealth(), false);
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        wiring = new Wiring(context, LOG::warn);
        wiring.own(board);
        wiring.track(DataService.class, data);
        wiring.track(Router.class, router);
        wiring.each(MetricSource.class, sources::add, sources::remove);
        wiring.each(HealthCheck.class, (check, reference) -> {
            board.add(check, isDropIn(reference.getBundle()));
            return () -> board.remove(check);
        });
        wiring.register(Route.class, new GetReadiness(board));
        wiring.register(Route.class, new GetMetrics(sources, dev || config.metricsPublic()));
        wiring.register(Route.class, new GetOpenApi(data, router));
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }

    private static boolean isDropIn(Bundle provider) {
        return provider != null && provider.getLocation().startsWith(Deployments.LOCATION_PREFIX);
    }
}
