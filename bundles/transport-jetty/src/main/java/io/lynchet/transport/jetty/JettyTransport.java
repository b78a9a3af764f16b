// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import java.time.Duration;
import java.util.Map;
import org.osgi.framework.BundleContext;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens as soon as there is a router, and from then on until it is deactivated: while the router is being replaced, requests wait for the
 * new one. The {@link Transport} service is there as long as the port is open. A change of configuration drains and opens anew.
 */
@Component(
        name = "io.lynchet.transport.jetty",
        immediate = true,
        service = {HealthCheck.class, MetricSource.class})
@Designate(ocd = JettyTransport.Config.class)
public final class JettyTransport implements HealthCheck, MetricSource {
    private static final Logger log = LoggerFactory.getLogger(JettyTransport.class);

    /** Where and how to listen. */
    @ObjectClassDefinition(name = "HTTP transport (Jetty)")
    public @interface Config {
        @AttributeDefinition(description = "Port to listen on; 0 takes a free one.", min = "0", max = "65535")
        int port() default 4321;

        @AttributeDefinition(description = "Address to listen on; 0.0.0.0 for all of this machine.")
        String host() default "127.0.0.1";

        @AttributeDefinition(
                description = "Largest request line with headers, in bytes; beyond it the answer is 431.",
                min = "1024",
                max = "1048576")
        int headerBytesMax() default 16_384;

        @AttributeDefinition(
                description = "A connection on which nothing moves for so long is closed.",
                min = "100",
                max = "3600000")
        int idleTimeoutMillis() default 30_000;

        @AttributeDefinition(
                description = "Slowest pace of a body that something waits for, in bytes a second; 0 for any.",
                min = "0",
                max = "1048576")
        int bytesPerSecondMin() default 1_024;

        @AttributeDefinition(
                description = "Time of grace in which a body may move at any pace.",
                min = "0",
                max = "600000")
        int paceGraceMillis() default 10_000;

        @AttributeDefinition(
                description = "Most open connections; further ones wait in the accept queue.",
                min = "1",
                max = "1000000")
        int connectionsMax() default 20_000;

        @AttributeDefinition(
                description = "Connections that the system may queue before they are accepted.",
                min = "1",
                max = "65535")
        int acceptQueueMax() default 1_024;

        @AttributeDefinition(
                description = "Most requests that are answered at one time; further ones get 503 with Retry-After.",
                min = "1",
                max = "1000000")
        int requestsMax() default 2_048;

        @AttributeDefinition(
                description = "Most platform threads. Where virtual threads are used they carry input and output only.",
                min = "4",
                max = "10000")
        int threadsMax() default 200;

        @AttributeDefinition(description = "Answer requests on virtual threads where the JVM has them (21 and later).")
        boolean virtualThreads() default true;

        @AttributeDefinition(
                description = "How long running requests may take to end when this part stops.",
                min = "0",
                max = "600000")
        int drainMillis() default 10_000;
    }

    private final Gate<Router> routers = new Gate<>("router");
    private final Object opening = new Object();
    private final BundleContext bundleContext;
    private final Config config;
    private volatile JettyListener listener;
    private volatile String failure;
    private ServiceRegistration<Transport> registration;
    private boolean active;

    @Activate
    public JettyTransport(BundleContext bundleContext, Config config) {
        this.bundleContext = bundleContext;
        this.config = config;
    }

    @Activate
    void activate() {
        synchronized (opening) {
            active = true;
        }
        openWhenRouted();
    }

    @Deactivate
    void deactivate() {
        JettyListener leaving;
        synchronized (opening) {
            active = false;
            leaving = listener;
            listener = null;
            if (registration != null) {
                registration.unregister();
                registration = null;
            }
        }
        if (leaving != null) {
            leaving.drain(Duration.ofMillis(config.drainMillis()));
            leaving.close();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unbindRouter")
    void bindRouter(Router router) {
        routers.bind(router);
        openWhenRouted();
    }

    void unbindRouter(Router router) {
        if (!routers.unbind(router)) {
            log.warn("requests were still inside a router that is going away");
        }
    }

    private void openWhenRouted() {
        synchronized (opening) {
            if (!active || listener != null || !routers.isBound()) {
                return;
            }
            try {
                listener = JettyListener.open(config, routers);
                failure = null;
            } catch (RuntimeException e) {
                failure = e.getMessage();
                log.error("{}", failure, e);
                return;
            }
            registration = bundleContext.registerService(Transport.class, listener, null);
            log.info("listening on {}", listener.address());
        }
    }

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public boolean needed() {
        return true;
    }

    @Override
    public Health check() {
        JettyListener now = listener;
        if (now != null) {
            return Health.ok("listening on port " + now.address().getPort());
        }
        return Health.down(failure == null ? "waiting for a router" : failure);
    }

    @Override
    public void report(MetricSink sink) {
        JettyListener now = listener;
        if (now != null) {
            sink.gauge("lynchet_http_connections", "Open connections.", Map.of(), now.connections());
            sink.gauge("lynchet_transport_channels", "Open WebSockets and event streams.", Map.of(), now.channels());
            sink.gauge("lynchet_http_requests_in_flight", "Requests being answered.", Map.of(), now.requestsInFlight());
        }
    }
}
