// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.data.DataService;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.metrics.MetricSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Collects health checks and figures from all bundles, and offers the routes that show them. */
@Component(
        name = "io.lynchet.ops",
        immediate = true,
        service = {})
@Designate(ocd = OpsComponent.Config.class)
public final class OpsComponent {
    /** Configuration. */
    @ObjectClassDefinition(name = "Lynchet operations")
    public @interface Config {
        @AttributeDefinition(
                name = "Public metrics",
                description = "Whether /metrics needs no admin token. In development it never does.")
        boolean metricsPublic() default false;
    }

    private final HealthBoard board = new HealthBoard();
    private final Set<MetricSource> sources = ConcurrentHashMap.newKeySet();
    private final Gate<DataService> data = new Gate<>("data service");
    private final Gate<Router> router = new Gate<>("router");
    private List<ServiceRegistration<Route>> routes = List.of();

    @Activate
    void activate(BundleContext context, Config config) {
        sources.add(new ProcessFigures());
        board.add(new LoopHealth(), false);
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        routes = List.of(
                context.registerService(Route.class, new GetReadiness(board), null),
                context.registerService(Route.class, new GetMetrics(sources, dev || config.metricsPublic()), null),
                context.registerService(Route.class, new GetOpenApi(data, router), null));
    }

    @Deactivate
    void deactivate() {
        routes.forEach(ServiceRegistration::unregister);
        board.close();
    }

    @Reference(
            service = HealthCheck.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindCheck(HealthCheck check, ServiceReference<HealthCheck> reference) {
        Bundle bundle = reference.getBundle();
        board.add(check, bundle != null && bundle.getLocation().startsWith(Deployments.LOCATION_PREFIX));
    }

    void unbindCheck(HealthCheck check) {
        board.remove(check);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSource(MetricSource source) {
        sources.add(source);
    }

    void unbindSource(MetricSource source) {
        sources.remove(source);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindData(DataService service) {
        data.bind(service);
    }

    void unbindData(DataService service) {
        data.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRouter(Router service) {
        router.bind(service);
    }

    void unbindRouter(Router service) {
        router.unbind(service);
    }
}
