// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.ServiceRank;
import io.lynchet.api.lease.Wiring;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.http.answer.Compression;
import io.lynchet.http.caller.CallerIdentification;
import io.lynchet.http.caller.RequestLimits;
import io.lynchet.http.limit.AnswerBudget;
import io.lynchet.http.request.HostNames;
import io.lynchet.http.request.Origins;
import io.lynchet.http.request.Proxies;
import io.lynchet.http.route.RouteTable;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router, and the whiteboard for the routes of all bundles. It is present from the start, and has no route of its
 * own. Requests that need the authenticator wait for it, at most 5 seconds, and then get 503. A request whose route has
 * just gone waits as long for its return.
 */
@Component(
        name = "io.lynchet.http",
        immediate = true,
        service = {Router.class, MetricSource.class})
@Designate(ocd = HttpRouter.Config.class)
public final class HttpRouter implements Router, MetricSource {
    private static final Logger log = LoggerFactory.getLogger(HttpRouter.class);

    /** A page of a real app sends some 20 to 50 requests, and several visitors share an address. */
    private static final int ADDRESS_PER_MINUTE = 600;

    private static final int USER_PER_MINUTE = 3_000;

    private static final long BYTES_MAX = 1L << 40;

    /** The limits, and the origins of pages that may use the API. */
    @ObjectClassDefinition(name = "HTTP routing")
    public @interface Config {
        @AttributeDefinition(
                description =
                        "Largest request body, in bytes; beyond it the response is 413. Streamed imports have no such"
                                + " limit.",
                min = "1024",
                max = "1073741824")
        int bodyBytesMax() default 10_485_760;

        @AttributeDefinition(
                description =
                        "Origins of web pages, besides the server's own, that may use the API from a browser, such as"
                                + " https://app.example.com. * for all, in development only, where it is the default.")
        String[] allowedOrigins() default {};

        @AttributeDefinition(
                description =
                        "Requests a minute that one address may send without signing in, and wrong credentials a minute."
                                + " Each 256 KiB of rows that are read, of a response or of a body count as one more."
                                + " Beyond it the response is 429."
                                + " IPv6 addresses count by their first 64 bits. 0: 600, and no limit with --dev.",
                min = "0",
                max = "1000000")
        int addressRequestsPerMinuteMax() default 0;

        @AttributeDefinition(
                description =
                        "Requests a minute that one user may send, counted in the same way. Beyond it the response is"
                                + " 429. 0: 3000, and no limit with --dev.",
                min = "0",
                max = "1000000")
        int userRequestsPerMinuteMax() default 0;

        @AttributeDefinition(
                description =
                        "Number of proxies in a row in front of the server, each of which appends to X-Forwarded-For."
                                + " The address of the client is that many entries from the right. 0 for none: the"
                                + " server ignores the header.",
                min = "0",
                max = "16")
        int proxies() default 0;

        @AttributeDefinition(
                description = "Level of gzip compression of responses, for clients that accept it; 0 for none.",
                min = "0",
                max = "9")
        int compressionLevel() default 1;

        @AttributeDefinition(
                description = "Bytes of memory that requests and responses may take together until they are sent. 0: a"
                        + " quarter of the largest heap. Beyond it the response is 503.",
                min = "0",
                max = "1099511627776")
        long answerBytesMax() default 0;

        @AttributeDefinition(
                description =
                        "The same for one caller: a user, or all callers of one address who have not signed in. 0: an"
                                + " eighth of the largest heap. Beyond it the response is 429.",
                min = "0",
                max = "1099511627776")
        long callerAnswerBytesMax() default 0;

        @AttributeDefinition(
                description = "Whether to write one line for each request to the log io.lynchet.http.access.")
        boolean accessLog() default false;
    }

    private final Gate<Authenticator> authenticators = new Gate<>("authenticator");
    private final RouteTable routes;
    private final RequestMetrics metrics = new RequestMetrics();
    private final RequestLimits limits;
    private final AnswerBudget answers;
    private final Dispatcher dispatcher;
    private final Wiring wiring;

    @Activate
    public HttpRouter(BundleContext context, Config config) {
        this(context, config, System::nanoTime);
    }

    /** @param nanos a clock that never goes back */
    public HttpRouter(BundleContext context, Config config, LongSupplier nanos) {
        this(context, config, nanos, new RouteTable());
    }

    HttpRouter(BundleContext context, Config config, LongSupplier nanos, RouteTable routes) {
        this.routes = routes;
        boolean dev = Boolean.parseBoolean(context.getProperty("lynchet.dev"));
        limits = limits(config, context.getProperty("lynchet.rate.limit"), dev, nanos);
        answers = AnswerBudget.of(
                bytes("answerBytesMax", config.answerBytesMax()),
                bytes("callerAnswerBytesMax", config.callerAnswerBytesMax()),
                Runtime.getRuntime().maxMemory());
        dispatcher = new Dispatcher(
                routes,
                new CallerIdentification(authenticators, limits),
                origins(config, dev),
                metrics,
                new Dispatcher.Settings(
                        config.bodyBytesMax(),
                        config.accessLog(),
                        new Proxies(config.proxies()),
                        names(config, dev),
                        new Compression(compressionLevel(config)),
                        answers));
        wiring = new Wiring(context, log::warn);
        wiring.track(Authenticator.class, authenticators);
        wiring.each(Route.class, this::use);
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }

    /** The log names a route that can't be used. It must not stop the router. */
    private AutoCloseable use(Route route, ServiceReference<Route> reference) {
        ServiceRank rank = ServiceRank.of(reference);
        routes.add(route, rank.ranking(), rank.serviceId());
        return () -> {
            if (!routes.remove(route)) {
                log.warn(
                        "Requests are still inside a route that goes: {}",
                        route.getClass().getName());
            }
        };
    }

    /** @param given the launcher's setting for limits: "off", "on", or null for none */
    private static RequestLimits limits(Config config, String given, boolean dev, LongSupplier nanos) {
        if (given != null && !given.equals("on") && !given.equals("off")) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "lynchet.rate.limit must be on or off, not " + given);
        }
        int ofAddress = perMinute(config.addressRequestsPerMinuteMax(), dev ? 0 : ADDRESS_PER_MINUTE);
        int ofUser = perMinute(config.userRequestsPerMinuteMax(), dev ? 0 : USER_PER_MINUTE);
        if ("off".equals(given)) {
            log.warn("request limits are switched off");
            return new RequestLimits(0, 0, nanos);
        }
        return new RequestLimits(ofAddress, ofUser, nanos);
    }

    private static long bytes(String key, long configured) {
        if (configured < 0 || configured > BYTES_MAX) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, key + " must be from 0 to " + BYTES_MAX + ", not " + configured);
        }
        return configured;
    }

    private static int perMinute(int configured, int fallback) {
        if (configured < 0 || configured > RequestLimits.PER_MINUTE_MAX) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "requests a minute must be from 0 to " + RequestLimits.PER_MINUTE_MAX + ", not " + configured);
        }
        return configured == 0 ? fallback : configured;
    }

    private static int compressionLevel(Config config) {
        int level = config.compressionLevel();
        if (level < 0 || level > Compression.LEVEL_MAX) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "compressionLevel must be from 0 to " + Compression.LEVEL_MAX + ", not " + level);
        }
        return level;
    }

    private static HostNames names(Config config, boolean dev) {
        Set<String> origins = java.util.Arrays.stream(config.allowedOrigins())
                .filter(Origins::isOrigin)
                .collect(Collectors.toSet());
        return dev ? HostNames.ofThisMachine(origins) : HostNames.any();
    }

    private static Origins origins(Config config, boolean dev) {
        Set<String> allowed = new java.util.TreeSet<>();
        boolean any = dev && config.allowedOrigins().length == 0;
        for (String origin : config.allowedOrigins()) {
            if (origin.equals("*") && dev) {
                any = true;
            } else if (Origins.isOrigin(origin)) {
                allowed.add(origin);
            } else {
                throw new LynchetException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "allowedOrigins: \"" + origin + "\" is not an origin such as https://app.example.com"
                                + (origin.equals("*") ? "; * is for development only" : ""));
            }
        }
        return new Origins(allowed, any);
    }

    /** Returns the budget of memory for responses. */
    public AnswerBudget answers() {
        return answers;
    }

    @Override
    public Response answer(Inbound inbound) {
        return dispatcher.answer(inbound);
    }

    @Override
    public List<RouteInfo> routes() {
        return routes.infos();
    }

    @Override
    public void report(MetricSink sink) {
        metrics.report(sink);
        limits.report(sink);
        answers.report(sink);
    }
}
