// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import io.lynchet.api.LynchetException;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.http.Listener;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.ServiceRank;
import io.lynchet.api.lease.Wiring;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import java.time.Duration;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component that listens from its activation to its deactivation, whatever transports come and go. The
 * {@link Listener} service is present as long as the port is open. A change of configuration with the same address does
 * not touch the port.
 */
@Component(
        name = "io.lynchet.listener",
        immediate = true,
        service = {HealthCheck.class, MetricSource.class})
@Designate(ocd = PortListener.Config.class)
public final class PortListener implements HealthCheck, MetricSource {
    private static final Logger log = LoggerFactory.getLogger(PortListener.class);

    /** The configuration of the port. */
    @ObjectClassDefinition(name = "Port")
    public @interface Config {
        @AttributeDefinition(description = "Port to listen on; 0 takes any free one.", min = "0", max = "65535")
        int port() default 4321;

        @AttributeDefinition(description = "Address to listen on; 0.0.0.0 for all addresses of this machine.")
        String host() default "127.0.0.1";

        @AttributeDefinition(
                description = "Name of the transport that serves when several are installed; empty for the newest.")
        String transport_target() default "";

        @AttributeDefinition(
                description =
                        "Most open connections of all transports together; further ones wait in the accept queue.",
                min = "1",
                max = "1000000")
        int connectionsMax() default 20_000;

        @AttributeDefinition(
                description = "Length of the accept queue: connections that the system holds until they are accepted.",
                min = "1",
                max = "65535")
        int acceptQueueMax() default 1_024;

        @AttributeDefinition(
                description = "Milliseconds in which running requests must end when their transport is replaced or"
                        + " stops.",
                min = "0",
                max = "600000")
        int drainMillis() default 10_000;
    }

    private final TransportSelector transports = new TransportSelector(this::wake);
    private final BundleContext bundleContext;
    private final Wiring wiring;
    private volatile Config config;
    private volatile OpenPort port;
    private volatile String failure;
    private OpenPort.Place place;
    private ServiceRegistration<Listener> registration;

    @Activate
    public PortListener(BundleContext bundleContext, Config config) {
        this.bundleContext = bundleContext;
        this.config = config;
        wiring = new Wiring(bundleContext, log::warn);
        // Before the first transport comes, which might not be the named one.
        aim();
    }

    private void aim() {
        transports.aim(config.transport_target().strip(), Duration.ofMillis(config.drainMillis()));
    }

    @Activate
    void activate() {
        wiring.each(Transport.class, (transport, reference) -> {
            transports.add(transport, ServiceRank.of(reference).serviceId());
            return () -> transports.remove(transport);
        });
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
    void deactivate() {
        synchronized (this) {
            closePort();
            transports.close();
        }
        wiring.close();
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
            return Health.down(where + ", but the transport is missing");
        }
        if (!wanted.isEmpty() && !wanted.equals(name)) {
            String why = "the configured transport is " + wanted + ", and the transports present are: "
                    + String.join(", ", transports.names());
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
        sink.gauge("lynchet_http_requests_in_flight", "Requests in flight.", Map.of(), requests);
    }
}
