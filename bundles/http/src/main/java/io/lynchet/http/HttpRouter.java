// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.http.routes.CoreRoutes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
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
 * The router, its own routes, and the whiteboard for those of other bundles. It is there from the start: what needs the data service or the
 * authenticator waits for it, at most 5 seconds, and then answers 503.
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

    /** Limits, and who may use the API from a browser. */
    @ObjectClassDefinition(name = "HTTP routing")
    public @interface Config {
        @AttributeDefinition(
                description =
                        "Largest body, in bytes; beyond it the answer is 413. Streamed imports have no such limit.",
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
                                + " Each 256 KiB of rows that are read, of an answer or of a body count as one more."
                                + " IPv6 addresses count by their first 64 bits. 0 for 600, and for no limit with --dev.",
                min = "0",
                max = "1000000")
        int addressRequestsPerMinuteMax() default 0;

        @AttributeDefinition(
                description =
                        "Requests a minute that one user may send, counted alike. 0 for 3000, and for no limit with --dev.",
                min = "0",
                max = "1000000")
        int userRequestsPerMinuteMax() default 0;

        @AttributeDefinition(
                description =
                        "Proxies in a row in front of the server, each of which appends to X-Forwarded-For; the address of"
                                + " the client is that many entries from the right. 0 when there is none: the header is"
                                + " ignored.",
                min = "0",
                max = "16")
        int proxies() default 0;

        @AttributeDefinition(
                description = "How hard answers are compressed by gzip, for clients that take it; 0 for not at all.",
                min = "0",
                max = "9")
        int compressionLevel() default 1;

        @AttributeDefinition(
                description =
                        "The header Content-Security-Policy of the app's pages; empty for none. The default keeps pages out of"
                                + " foreign frames; one that lists where scripts may come from, such as default-src 'self', keeps out more.")
        String contentSecurityPolicy() default
                "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

        @AttributeDefinition(
                description =
                        "Bytes that requests and answers may take in memory while they are made and sent. 0 for a quarter of"
                                + " the largest heap. Beyond it the answer is 503.",
                min = "0",
                max = "1099511627776")
        long answerBytesMax() default 0;

        @AttributeDefinition(
                description =
                        "The same for one caller: a user, or everybody who has not signed in at one address. 0 for an"
                                + " eighth of the largest heap. Beyond it the answer is 429.",
                min = "0",
                max = "1099511627776")
        long callerAnswerBytesMax() default 0;

        @AttributeDefinition(description = "Write one line for each request to the log io.lynchet.http.access.")
        boolean accessLog() default false;
    }

    private final Gate<DataService> data = new Gate<>("data service");
    private final Gate<Authenticator> authenticators = new Gate<>("authenticator");
    private final RouteTable routes = new RouteTable();
    private final AccessFigures figures = new AccessFigures();
    private final RequestLimits limits;
    private final AnswerBudget answers;
    private final Dispatcher dispatcher;

    @Activate
    public HttpRouter(BundleContext context, Config config) {
        this(name -> context.getProperty(name), config, System::nanoTime);
    }

    /**
     * @param properties framework properties by name
     * @param nanos a clock that never goes back
     */
    HttpRouter(UnaryOperator<String> properties, Config config, LongSupplier nanos) {
        boolean dev = Boolean.parseBoolean(properties.apply("lynchet.dev"));
        limits = limits(config, properties.apply("lynchet.rate.limit"), dev, nanos);
        answers = AnswerBudget.of(
                bytes("answerBytesMax", config.answerBytesMax()),
                bytes("callerAnswerBytesMax", config.callerAnswerBytesMax()),
                Runtime.getRuntime().maxMemory());
        dispatcher = new Dispatcher(
                routes,
                new Callers(authenticators, limits),
                origins(config, dev),
                figures,
                new Dispatcher.Settings(
                        config.bodyBytesMax(),
                        config.accessLog(),
                        new Proxies(config.proxies()),
                        names(config, dev),
                        new Compression(compressionLevel(config)),
                        answers));
        List<Route> own = CoreRoutes.of(data, properties, pagePolicy(config));
        // Below every service of another bundle, so that a drop-in can take a route over.
        for (int i = 0; i < own.size(); i++) {
            routes.add(own.get(i), 0, -1 - i);
        }
    }

    /** @param given what the launcher says of limits: "off", "on", or null when nobody says anything */
    private static RequestLimits limits(Config config, String given, boolean dev, LongSupplier nanos) {
        if (given != null && !given.equals("on") && !given.equals("off")) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "lynchet.rate.limit has to be on or off, not " + given);
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
                    ErrorCode.CONFIGURATION_INVALID, key + " has to be from 0 to " + BYTES_MAX + ", not " + configured);
        }
        return configured;
    }

    private static int perMinute(int configured, int fallback) {
        if (configured < 0 || configured > RequestLimits.PER_MINUTE_MAX) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "requests a minute have to be from 0 to " + RequestLimits.PER_MINUTE_MAX + ", not " + configured);
        }
        return configured == 0 ? fallback : configured;
    }

    private static int compressionLevel(Config config) {
        int level = config.compressionLevel();
        if (level < 0 || level > Compression.LEVEL_MAX) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "compressionLevel has to be from 0 to " + Compression.LEVEL_MAX + ", not " + level);
        }
        return level;
    }

    private static HostNames names(Config config, boolean dev) {
        Set<String> origins = java.util.Arrays.stream(config.allowedOrigins())
                .filter(Origins::isOrigin)
                .collect(Collectors.toSet());
        return dev ? HostNames.ofThisMachine(origins) : HostNames.any();
    }

    private static String pagePolicy(Config config) {
        String policy = config.contentSecurityPolicy().strip();
        if (!policy.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "contentSecurityPolicy has to be one line of ASCII characters");
        }
        return policy;
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

    /** What is in memory for answers. */
    AnswerBudget answers() {
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
        figures.report(sink);
        limits.report(sink);
        answers.report(sink);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unbindData")
    void bindData(DataService service) {
        data.bind(service);
    }

    void unbindData(DataService service) {
        if (!data.unbind(service)) {
            log.warn("requests were still inside a data service that is going away");
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unbindAuthenticator")
    void bindAuthenticator(Authenticator service) {
        authenticators.bind(service);
    }

    void unbindAuthenticator(Authenticator service) {
        authenticators.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unbindRoute")
    void bindRoute(Route route, Map<String, Object> properties) {
        try {
            int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
            routes.add(route, ranking, (Long) properties.get(Constants.SERVICE_ID));
        } catch (RuntimeException e) {
            // A broken drop-in must not take the router down, and its bundle's author must learn why nothing answers.
            log.error("the route {} can't be used", route.getClass().getName(), e);
        }
    }

    void unbindRoute(Route route) {
        if (!routes.remove(route)) {
            log.warn(
                    "requests were still inside the route {}, which is going away",
                    route.getClass().getName());
        }
    }
}
