// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.CallContext;
import io.lynchet.api.http.BodyWriter;
import io.lynchet.api.http.CredentialRecheck;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.query.ReadMeter;
import io.lynchet.http.answer.AnswerCheck;
import io.lynchet.http.answer.Compression;
import io.lynchet.http.answer.DescriptionCheck;
import io.lynchet.http.answer.ErrorMapper;
import io.lynchet.http.answer.SecurityHeaders;
import io.lynchet.http.caller.CallerIdentification;
import io.lynchet.http.caller.RequestOwner;
import io.lynchet.http.limit.AnswerAccount;
import io.lynchet.http.limit.AnswerBudget;
import io.lynchet.http.request.HostNames;
import io.lynchet.http.request.LoggedPath;
import io.lynchet.http.request.Origins;
import io.lynchet.http.request.Proxies;
import io.lynchet.http.request.RequestContext;
import io.lynchet.http.request.RequestIds;
import io.lynchet.http.request.RequestTarget;
import io.lynchet.http.route.Admission;
import io.lynchet.http.route.BoundRoute;
import io.lynchet.http.route.ContentCodings;
import io.lynchet.http.route.PromisedAnswer;
import io.lynchet.http.route.RouteKey;
import io.lynchet.http.route.RouteTable;
import io.lynchet.http.route.RouteTrie;
import io.lynchet.http.route.RoutedRequest;
import io.lynchet.http.route.SchemaRetry;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The way of a request: parse the target, find the route, identify the caller, admit, handle, map errors, add headers,
 * count.
 */
final class Dispatcher {
    /** The name of the request's id in the context of log lines. */
    static final String LOG_KEY = "request";

    private static final Logger access = LoggerFactory.getLogger("io.lynchet.http.access");
    private static final int SHOWN_PATH_CHARS_MAX = 200;

    private static final String OTHER_METHOD = "OTHER";

    /** The close code of a channel that ended without a close frame. */
    private static final int NEVER_OPENED = 1006;

    private final RouteTable routes;
    private final CallerIdentification callers;
    private final Origins origins;
    private final RequestMetrics metrics;
    private final Settings settings;
    private final RequestIds ids = new RequestIds();

    /**
     * @param accessLogged whether every request gets a line in the log
     * @param names the host names that requests may use
     */
    record Settings(
            int bodyBytesMax,
            boolean accessLogged,
            Proxies proxies,
            HostNames names,
            Compression compression,
            AnswerBudget answers) {}

    Dispatcher(
            RouteTable routes,
            CallerIdentification callers,
            Origins origins,
            RequestMetrics metrics,
            Settings settings) {
        this.routes = routes;
        this.callers = callers;
        this.origins = origins;
        this.metrics = metrics;
        this.settings = settings;
    }

    Response answer(Inbound inbound) {
        AnswerAccount account = new AnswerAccount(settings.answers());
        RequestContext requestContext =
                new RequestContext(inbound, ids.of(inbound.header("X-Request-Id")), settings.proxies(), account);
        metrics.begin();
        MDC.put(LOG_KEY, requestContext.id());
        try (ReadMeter.Binding bound = account.bind()) {
            settings.names().check(inbound);
            Response response =
                    origins.isPreflight(requestContext) ? origins.preflight(requestContext) : route(requestContext);
            return response.stage() == null
                    ? counted(
                            requestContext,
                            settings.compression().apply(requestContext, finished(requestContext, response)))
                    : response;
        } catch (Throwable e) {
            // Whatever failed, also an Error: the caller gets a response with an id, and the log has the details.
            Vitals.suffered(e);
            return counted(requestContext, finished(requestContext, ErrorMapper.answer(e, requestContext)));
        } finally {
            MDC.remove(LOG_KEY);
        }
    }

    private Response finishedLater(
            RequestContext requestContext, BoundRoute route, Response answer, Throwable failure) {
        MDC.put(LOG_KEY, requestContext.id());
        Vitals.suffered(failure);
        try {
            return counted(requestContext, finished(requestContext, settled(requestContext, route, answer, failure)));
        } finally {
            MDC.remove(LOG_KEY);
        }
    }

    private static Response settled(
            RequestContext requestContext, BoundRoute route, Response answer, Throwable failure) {
        if (failure != null) {
            return ErrorMapper.answer(failure, requestContext);
        }
        try {
            return checked(requestContext, route, answer);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            return ErrorMapper.answer(e, requestContext);
        }
    }

    private Response finished(RequestContext requestContext, Response response) {
        origins.mark(response, requestContext);
        response.with("X-Request-Id", requestContext.id());
        SecurityHeaders.add(response);
        return response;
    }

    private Response counted(RequestContext requestContext, Response response) {
        long took = requestContext.tookNanos();
        String method = methodLabel(requestContext.inbound().method());
        metrics.end(method, requestContext.place(), response.status(), took);
        if (settings.accessLogged()) {
            access.atInfo()
                    .addKeyValue("method", method)
                    .addKeyValue(
                            "path",
                            requestContext.target() == null
                                    ? "-"
                                    : LoggedPath.of(requestContext.target().path()))
                    .addKeyValue("status", response.status())
                    .addKeyValue("micros", took / 1_000)
                    .addKeyValue("bytes", response.bytes() == null ? "streamed" : response.bytes().length)
                    .addKeyValue("address", requestContext.address())
                    .addKeyValue("caller", requestContext.caller())
                    .log("request");
        }
        // A streamed body is counted while it is written.
        if (response.writer() == null) {
            long length = response.bytes() == null ? 0 : response.bytes().length;
            requestContext.account().settle(length);
            if (requestContext.account().becomes(length)) {
                response.whenGone(requestContext.account()::handedOn);
            }
        }
        return response;
    }

    private Response route(RequestContext requestContext) throws Exception {
        Inbound inbound = requestContext.inbound();
        RequestTarget target = RequestTarget.parse(inbound.target());
        requestContext.aimAt(target);
        HttpMethod method = methodOf(inbound.method());
        while (true) {
            RouteTrie.Place place = routes.find(target.segments());
            RouteKey key =
                    place == null || method == null ? null : place.methods().get(method);
            if (key == null) {
                return unrouted(requestContext, place);
            }
            Lease<BoundRoute> lease = routes.acquire(key);
            if (lease != null) {
                return leased(requestContext, lease);
            }
            // The route has gone and did not come back; another may handle the request, such as the one for files.
        }
    }

    private Response leased(RequestContext requestContext, Lease<BoundRoute> lease) throws Exception {
        Inbound inbound = requestContext.inbound();
        boolean kept = false;
        try {
            if (!lease.service().info().foreignPages()) {
                origins.check(requestContext);
            }
            Response response = handle(requestContext, lease.service());
            if (response.stage() != null) {
                PromisedAnswer promised = new PromisedAnswer(lease);
                BoundRoute route = lease.service();
                response.stage()
                        .whenComplete((answer, failure) ->
                                promised.bring(() -> finishedLater(requestContext, route, answer, failure)));
                response = Response.later(promised);
                kept = true;
            } else if (response.upgrade() != null) {
                // The route is not kept: a channel may be open for days, and its handler needs no route.
                response = inbound.method().equals("HEAD") ? unopened(requestContext, response) : response;
            } else if (response.writer() != null) {
                kept = !inbound.method().equals("HEAD");
                response = kept
                        ? released(requestContext, response, lease)
                        : response.withBody(response.length(), out -> {});
            }
            return response;
        } finally {
            if (!kept) {
                lease.release();
            }
        }
    }

    private Response handle(RequestContext requestContext, BoundRoute route) throws Exception {
        requestContext.found(route.info().pattern());
        Caller caller = callers.callerOf(requestContext, route.info());
        requestContext.calledBy(CallerIdentification.nameOf(caller.principal()));
        requestContext.account().ownedBy(new RequestOwner(callers, requestContext, route.info(), caller.principal()));
        Admission.check(requestContext, route, caller);
        Supplier<CredentialRecheck> checks =
                () -> callers.checkOf(requestContext, route.info().access());
        Response refusal = ContentCodings.refusal(requestContext);
        if (refusal != null) {
            return refusal;
        }
        RoutedRequest request = new RoutedRequest(requestContext, route, caller, checks, settings.bodyBytesMax());
        Response answer = new SchemaRetry(route.route(), request).run();
        return answer.stage() == null ? written(checked(requestContext, route, answer), request.context()) : answer;
    }

    /**
     * Returns a copy of a valid response, since the route may keep it and send it to other callers. Returns an error
     * instead of an invalid one.
     */
    private static Response checked(RequestContext requestContext, BoundRoute route, Response answer) {
        String mistake = AnswerCheck.mistake(answer);
        if (mistake == null) {
            mistake = DescriptionCheck.mistake(route.info(), answer);
        }
        if (mistake == null) {
            return answer.copy();
        }
        if (answer.upgrade() != null) {
            answer.upgrade().handler().closed(NEVER_OPENED, "the response of the route was invalid");
        }
        String whose = route.info().method() + " " + route.info().pattern() + " ("
                + route.route().getClass().getName() + ")";
        return ErrorMapper.answer(
                new IllegalStateException("the route " + whose + " returned a response that can't be sent: " + mistake),
                requestContext);
    }

    /** A streamed body is written after the route has returned, and still on behalf of its caller. */
    private static Response written(Response response, CallContext context) {
        BodyWriter writer = response.writer();
        if (writer == null) {
            return response;
        }
        return response.withBody(
                response.length(),
                out -> context.call(() -> {
                    writer.writeTo(out);
                    return null;
                }));
    }

    /** The route must stay until its body has been written. */
    private static Response released(RequestContext requestContext, Response response, Lease<BoundRoute> lease) {
        BodyWriter writer = response.writer();
        return response.withBody(response.length(), out -> {
            try (ReadMeter.Binding bound = requestContext.account().bind()) {
                writer.writeTo(out);
            } finally {
                requestContext.account().handedOn();
                requestContext.account().settle(0);
                lease.release();
            }
        });
    }

    /** Responds to a HEAD request for a channel, which opens none. */
    private static Response unopened(RequestContext requestContext, Response response) {
        response.upgrade().handler().closed(NEVER_OPENED, "only the head was asked for");
        if (!response.upgrade().webSocket()) {
            return response.withBody(-1, out -> {});
        }
        LynchetException error = new LynchetException(
                ErrorCode.UPGRADE_REQUIRED,
                "HEAD can't open a WebSocket at "
                        + shown(requestContext.target().path()) + ".");
        return ErrorMapper.answer(error, requestContext);
    }

    private Response unrouted(RequestContext requestContext, RouteTrie.Place place) {
        boolean unknown = methodLabel(requestContext.inbound().method()).equals(OTHER_METHOD);
        if (place == null || place.catchAll() && !unknown) {
            throw notFound(requestContext);
        }
        String allow = allow(place.allowed());
        if (requestContext.inbound().method().equals("OPTIONS")) {
            return Response.empty(204).with("Allow", allow);
        }
        LynchetException error = new LynchetException(
                ErrorCode.METHOD_NOT_ALLOWED,
                "The method is not allowed for " + shown(requestContext.target().path()) + "; allowed are " + allow
                        + ".");
        return ErrorMapper.answer(error, requestContext).with("Allow", allow);
    }

    private static LynchetException notFound(RequestContext requestContext) {
        return new LynchetException(
                ErrorCode.NOT_FOUND,
                "No route matches " + methodLabel(requestContext.inbound().method()) + " "
                        + shown(requestContext.target().path()) + ".");
    }

    private static String allow(Set<HttpMethod> methods) {
        Set<HttpMethod> sorted = EnumSet.copyOf(methods);
        String allow = sorted.stream().map(Enum::name).collect(Collectors.joining(", "));
        return (sorted.contains(HttpMethod.GET) ? allow.replace("GET", "GET, HEAD") : allow) + ", OPTIONS";
    }

    private static String shown(String path) {
        return path.length() <= SHOWN_PATH_CHARS_MAX ? path : path.substring(0, SHOWN_PATH_CHARS_MAX) + "...";
    }

    private static HttpMethod methodOf(String token) {
        return switch (token) {
            case "GET", "HEAD" -> HttpMethod.GET;
            case "POST" -> HttpMethod.POST;
            case "PUT" -> HttpMethod.PUT;
            case "PATCH" -> HttpMethod.PATCH;
            case "DELETE" -> HttpMethod.DELETE;
            default -> null;
        };
    }

    /** Returns a method as a label: clients may send any word. */
    private static String methodLabel(String token) {
        return methodOf(token) != null || token.equals("OPTIONS") ? token : OTHER_METHOD;
    }
}
