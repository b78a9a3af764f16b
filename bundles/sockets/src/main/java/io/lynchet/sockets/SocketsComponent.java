// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Wiring;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.api.socket.Sockets;
import io.lynchet.sockets.limit.SocketSettings;
import java.util.List;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component of sockets. It registers the routes that open sockets, and tracks the {@link FrameHandler} services
 * that handle their frames.
 */
@Component(
        name = "io.lynchet.sockets",
        immediate = true,
        service = {Sockets.class, MetricSource.class, HealthCheck.class})
@Designate(ocd = SocketsComponent.Config.class)
public final class SocketsComponent implements Sockets, MetricSource, HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SocketsComponent.class);
    private static final int PER_ADDRESS = 500;
    private static final int PER_USER = 100;

    /** The limits of sockets, and the times after which a client is given up. */
    @ObjectClassDefinition(name = "Sockets")
    public @interface Config {
        @AttributeDefinition(
                description = "Most open WebSockets and event streams together; beyond it the response is 429.",
                min = "1",
                max = "1000000")
        int socketsMax() default 20_000;

        @AttributeDefinition(
                description = "Most open sockets of one address; beyond it the response is 429. IPv6 addresses count by"
                        + " their first 64 bits. 0: 500, and no limit with --dev.",
                min = "0",
                max = "1000000")
        int socketsPerAddressMax() default 0;

        @AttributeDefinition(
                description = "Most open sockets of one user; beyond it the response is 429. 0: 100, and no limit"
                        + " with --dev.",
                min = "0",
                max = "1000000")
        int socketsPerUserMax() default 0;

        @AttributeDefinition(
                description = "Longest frame of a client, in bytes; beyond it the socket is closed with 1009.",
                min = "1024",
                max = "4194304")
        int frameBytesMax() default 1_048_576;

        @AttributeDefinition(
                description =
                        "Bytes that may wait for one client; beyond it the client gets no further frames until it has"
                                + " caught up.",
                min = "1024",
                max = "1073741824")
        int queueBytesMax() default 1_048_576;

        @AttributeDefinition(description = "Seconds between heartbeats of the server.", min = "1", max = "3600")
        int heartbeatSeconds() default 25;

        @AttributeDefinition(
                description = "Seconds without a frame or a pong after which a WebSocket is closed with 4408; more than"
                        + " heartbeatSeconds.",
                min = "2",
                max = "7200")
        int silenceSecondsMax() default 60;

        @AttributeDefinition(
                description = "Seconds in which a client must receive some of the bytes that wait for it; otherwise"
                        + " its connection is cut.",
                min = "1",
                max = "3600")
        int stallSecondsMax() default 120;

        @AttributeDefinition(
                description = "Most threads that check again whether the credentials of open sockets are valid.",
                min = "1",
                max = "64")
        int checkThreadsMax() default 4;
    }

    private final SocketServer edge;
    private Wiring wiring;

    @Activate
    public SocketsComponent(BundleContext context, Config config) {
        this(name -> context.getProperty(name), config);
    }

    SocketsComponent(UnaryOperator<String> properties, Config config) {
        String given = properties.apply("lynchet.rate.limit");
        boolean dev = Boolean.parseBoolean(properties.apply("lynchet.dev"));
        edge = new SocketServer(settings(config, dev, "off".equals(given)), System::nanoTime);
    }

    private static SocketSettings settings(Config config, boolean dev, boolean unlimited) {
        int ofAddress = inRange("socketsPerAddressMax", config.socketsPerAddressMax(), 0, 1_000_000);
        int ofUser = inRange("socketsPerUserMax", config.socketsPerUserMax(), 0, 1_000_000);
        int heartbeat = inRange("heartbeatSeconds", config.heartbeatSeconds(), 1, 3_600);
        return new SocketSettings(
                inRange("socketsMax", config.socketsMax(), 1, 1_000_000),
                unlimited ? 0 : ofAddress == 0 && !dev ? PER_ADDRESS : ofAddress,
                unlimited ? 0 : ofUser == 0 && !dev ? PER_USER : ofUser,
                inRange("frameBytesMax", config.frameBytesMax(), 1_024, 4_194_304),
                inRange("queueBytesMax", config.queueBytesMax(), 1_024, 1_073_741_824),
                heartbeat,
                inRange("silenceSecondsMax", config.silenceSecondsMax(), heartbeat + 1, 7_200),
                inRange("stallSecondsMax", config.stallSecondsMax(), 1, 3_600),
                inRange("checkThreadsMax", config.checkThreadsMax(), 1, 64));
    }

    private static int inRange(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, key + " must be from " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    @Activate
    void activate(BundleContext context) {
        edge.start();
        wiring = new Wiring(context, LOG::warn);
        wiring.track(ChangeFeed.class, edge.feed());
        wiring.each(FrameHandler.class, edge::addHandler, edge::removeHandler);
        wiring.own(edge::stop);
        edge.routes().forEach(route -> wiring.register(Route.class, route));
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }

    @Override
    public List<OpenSocket> open() {
        return edge.sockets().open();
    }

    @Override
    public boolean kick(String id, String reason) {
        return edge.sockets().kick(id, reason);
    }

    @Override
    public void report(MetricSink sink) {
        edge.report(sink);
    }

    @Override
    public String name() {
        return "sockets";
    }

    @Override
    public boolean needed() {
        return false;
    }

    @Override
    public Health check() {
        return edge.health();
    }
}
