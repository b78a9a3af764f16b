// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.api.lease.Gate;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
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
 * Answers as soon as there is a router, and from then on until it is deactivated: while the router is being replaced, requests wait for the
 * new one. The {@link Transport} service is there as long. A change of configuration makes a new one.
 */
@Component(
        name = "io.lynchet.transport.jetty",
        immediate = true,
        service = {})
@Designate(ocd = JettyTransport.Config.class)
public final class JettyTransport {
    private static final Logger log = LoggerFactory.getLogger(JettyTransport.class);

    /** For connections that nobody has drained, because no listener is there any more. */
    private static final Duration LAST_DRAIN = Duration.ofSeconds(10);

    /** How to answer. */
    @ObjectClassDefinition(name = "HTTP transport (Jetty)")
    public @interface Config {
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
    }

    private final Gate<Router> routers = new Gate<>("router");
    private final Object opening = new Object();
    private final BundleContext bundleContext;
    private final Config config;
    private JettyServer server;
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
        startWhenRouted();
    }

    @Deactivate
    void deactivate() {
        JettyServer leaving;
        ServiceRegistration<Transport> registered;
        synchronized (opening) {
            active = false;
            leaving = server;
            server = null;
            registered = registration;
            registration = null;
        }
        if (leaving != null) {
            // Within this the listener drains it.
            registered.unregister();
            if (!leaving.isDrained()) {
                leaving.drain(LAST_DRAIN);
            }
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
        startWhenRouted();
    }

    void unbindRouter(Router router) {
        if (!routers.unbind(router)) {
            log.warn("requests were still inside a router that is going away");
        }
    }

    private void startWhenRouted() {
        synchronized (opening) {
            if (!active || server != null || !routers.isBound()) {
                return;
            }
            try {
                server = JettyServer.start(config, routers);
            } catch (LynchetException e) {
                log.error("{}", e.getMessage(), e);
                return;
            }
            Dictionary<String, Object> properties =
                    FrameworkUtil.asDictionary(Map.of(Transport.NAME, JettyServer.NAME));
            registration = bundleContext.registerService(Transport.class, server, properties);
        }
    }
}
