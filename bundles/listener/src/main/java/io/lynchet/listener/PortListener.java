// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import io.lynchet.api.LynchetException;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.http.Listener;
import io.lynchet.api.http.Transport;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import java.time.Duration;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
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
 * Listens from its activation to its end, whatever transports come and go. The {@link Listener} service is there as long as the port is
 * open. A change of configuration that leaves the place as it is does not touch the port.
 */
@Component(
        name = "io.lynchet.listener",
        immediate = true,
        service = {HealthCheck.class, MetricSource.class})
@Designate(ocd = PortListener.Config.class)
public final class PortListener implements HealthCheck, MetricSource {
    private static final Logger log = LoggerFactory.getLogger(PortListener.class);

    /** Where to listen, and for whom. */
    @ObjectClassDefinition(name = "Port")
    public @interface Config {
        @AttributeDefinition(description = "Port to listen on; 0 takes a free one.", min = "0", max = "65535")
        int port() default 4321;

        @AttributeDefinition(description = "Address to listen on; 0.0.0.0 for all of this machine.")
        String host() default "127.0.0.1";

        @AttributeDefinition(
                description = "Name of the transport that serves when several are installed; empty for the newest.")
        String transport_target() default "";

        @AttributeDefinition(
                description = "Most open connections of all transports; further ones wait in the accept queue.",
                min = "1",
                max = "1000000")
        int connectionsMax() default 20_000;

        @AttributeDefinition(
                description = "Connections that the system may queue before they are accepted.",
                min = "1",
                max = "65535")
        int acceptQueueMax() default 1_024;

        @AttributeDefinition(
                description = "How long running requests may take to end when their transport is replaced or stops.",
                min = "0",
                max = "600000")
        int drainMillis() default 10_000;
    }

    private final Transports transports = new Transports(this::wake);
    private final BundleContext bundleContext;
    private volatile Config config;
    private volatile OpenPort port;
    private volatile String failure;
    private OpenPort.Place place;
    private ServiceRegistration<Listener> registration;

    @Activate
    public PortListener(BundleContext bundleContext, Config config) {
        this.bundleContext = bundleContext;
        this.config = config;
        // Before the first transport comes, which might not be the named one.
        aim();
    }

    private void aim() {
        transports.aim(config.transport_target().strip(), Duration.ofMillis(config.drainMillis()));
    }

    @Activate
    synchronized void activate() {
        modified(config);
    }

    @Modified
    synchronized void modified(Config now) {
        config = now;
        aim();
        OpenPort.Place wanted = new OpenPort.Place(now.host(), now.port(), now.acceptQueueMax());
        if (port != null && wanted.equals(place)) {
            port.limit(now.connectionsMax());
        } else {
            closePort();
            openPort(wanted);
        }
    }

    private void openPort(OpenPort.Place wanted) {
        try {
            port = OpenPort.open(wanted, transports, config.connectionsMax());
            place = wanted;
            failure = null;
        } catch (LynchetException e) {
            failure = e.getMessage();
            log.error("{}", failure, e);
            return;
        }
        registration = bundleContext.registerService(Listener.class, port, null);
        log.info("listening on {}", port.address());
    }

    private void closePort() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
        if (port != null) {
            port.close();
            port = null;
        }
    }

    @Deactivate
    synchronized void deactivate() {
        closePort();
        transports.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unbindTransport")
    void bindTransport(Transport transport, Map<String, Object> properties) {
        transports.add(transport, (Long) properties.get(Constants.SERVICE_ID));
    }

    void unbindTransport(Transport transport) {
        transports.remove(transport);
    }

    private void wake() {
        OpenPort now = port;
        if (now != null) {
            now.wake();
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
        OpenPort now = port;
        if (now == null || !now.isAlive()) {
            return Health.down(failure == null ? "not listening" : failure);
        }
        String where = "listening on port " + now.address().getPort();
        String wanted = transports.target();
        String name = transports.name().orElse(null);
        if (name == null && wanted.isEmpty()) {
            return Health.down(where + ", but no transport is there");
        }
        if (!wanted.isEmpty() && !wanted.equals(name)) {
            String why = "the one to serve is " + wanted + ", and there is: " + String.join(", ", transports.names());
            return name == null
                    ? Health.down(where + ", but " + why)
                    : Health.degraded(where + ", " + name + " serves, but " + why);
        }
        return Health.ok(where + ", " + name + " serves");
    }

    @Override
    public void report(MetricSink sink) {
        int connections = transports.connections();
        int channels = transports.sum(Transport::channels);
        int requests = transports.sum(Transport::requestsInFlight);
        sink.gauge("lynchet_http_connections", "Open connections.", Map.of(), connections);
        sink.gauge("lynchet_transport_channels", "Open WebSockets and event streams.", Map.of(), channels);
        sink.gauge("lynchet_http_requests_in_flight", "Requests being answered.", Map.of(), requests);
    }
}
