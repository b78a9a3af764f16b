// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.data.CallContext;
import io.lynchet.api.http.BodyWriter;
import io.lynchet.api.http.CallerCheck;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.query.ReadMeter;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The way of a request: take apart, find the route, find the caller, admit, handle, map errors, add headers, count. */
final class Dispatcher {
    /** Name of the request's id in the context of log lines. */
    static final String LOG_KEY = "request";

    private static final Logger access = LoggerFactory.getLogger("io.lynchet.http.access");
    private static final int SHOWN_PATH_CHARS_MAX = 200;

    private static final String OTHER_METHOD = "OTHER";

    /** The close code of what has ended without a close frame. */
    private static final int NEVER_OPENED = 1006;

    private final RouteTable routes;
    private final Callers callers;
    private final Origins origins;
    private final AccessFigures figures;
    private final Settings settings;
    private final RequestIds ids = new RequestIds();

    /**
     * @param accessLogged whether every request gets a line in the log
     * @param names under which requests may come
     */
    record Settings(
            int bodyBytesMax,
            boolean accessLogged,
            Proxies proxies,
            HostNames names,
            Compression compression,
            AnswerBudget answers) {}

    Dispatcher(RouteTable routes, Callers callers, Origins origins, AccessFigures figures, Settings settings) {
        this.routes = routes;
        this.callers = callers;
        this.origins = origins;
        this.figures = figures;
        this.settings = settings;
    }

    Response answer(Inbound inbound) {
        AnswerAccount account = new AnswerAccount(settings.answers());
        Arrival arrival = new Arrival(inbound, ids.of(inbound.header("X-Request-Id")), settings.proxies(), account);
        figures.begin();
        MDC.put(LOG_KEY, arrival.id());
        try (ReadMeter.Binding bound = account.bind()) {
            settings.names().check(inbound);
            Response response = origins.isPreflight(arrival) ? origins.preflight(arrival) : route(arrival);
            return response.stage() == null
                    ? counted(arrival, settings.compression().apply(arrival, finished(arrival, response)))
                    : response;
        } catch (Throwable e) {
            // Whatever went wrong, also an Error: the caller gets an answer with an id, and the log has the rest.
            Vitals.suffered(e);
            return counted(arrival, finished(arrival, ErrorMapper.answer(e, arrival)));
        } finally {
            MDC.remove(LOG_KEY);
        }
    }

    private Response finishedLater(Arrival arrival, Response answer, Throwable failure) {
        MDC.put(LOG_KEY, arrival.id());
        Vitals.suffered(failure);
        try {
            return counted(arrival, finished(arrival, failure == null ? answer : ErrorMapper.answer(failure, arrival)));
        } finally {
            MDC.remove(LOG_KEY);
        }
    }

    private Response finished(Arrival arrival, Response response) {
        origins.mark(response, arrival);
        response.with("X-Request-Id", arrival.id());
        SecurityHeaders.add(response);
        return response;
    }

    private Response counted(Arrival arrival, Response response) {
        long took = arrival.tookNanos();
        String method = methodLabel(arrival.inbound().method());
        figures.end(method, arrival.place(), response.status(), took);
        if (settings.accessLogged()) {
            access.atInfo()
                    .addKeyValue("method", method)
                    .addKeyValue(
                            "path",
                            arrival.target() == null
                                    ? "-"
                                    : LoggedPath.of(arrival.target().path()))
                    .addKeyValue("status", response.status())
                    .addKeyValue("micros", took / 1_000)
                    .addKeyValue("bytes", response.bytes() == null ? "streamed" : response.bytes().length)
                    .addKeyValue("address", arrival.address())
                    .addKeyValue("caller", arrival.caller())
                    .log("request");
        }
        // What is written piece by piece is counted while it is written.
        if (response.writer() == null) {
            long length = response.bytes() == null ? 0 : response.bytes().length;
            arrival.account().settle(length);
            if (arrival.account().becomes(length)) {
                response.whenGone(arrival.account()::handedOn);
            }
        }
        return response;
    }

    private Response route(Arrival arrival) throws Exception {
        Inbound inbound = arrival.inbound();
        Target target = Target.parse(inbound.target());
        arrival.aimAt(target);
        RouteTrie.Place place = routes.find(target.segments());
        HttpMethod method = methodOf(inbound.method());
        RouteKey key = place == null || method == null ? null : place.methods().get(method);
        if (key == null) {
            return unrouted(arrival, place);
        }
        Lease<BoundRoute> lease = routes.acquire(key);
        if (lease == null) {
            throw notFound(arrival);
        }
        boolean kept = false;
        try {
            if (!lease.service().info().foreignPages()) {
                origins.check(arrival);
            }
            Response response = handle(arrival, lease.service());
            if (response.stage() != null) {
                PromisedAnswer promised = new PromisedAnswer(lease);
                response.stage()
                        .whenComplete(
                                (answer, failure) -> promised.bring(() -> finishedLater(arrival, answer, failure)));
                response = Response.later(promised);
                kept = true;
            } else if (response.upgrade() != null) {
                // The route is not kept: a channel may be open for days, and its handler needs no route.
                response = inbound.method().equals("HEAD") ? unopened(arrival, response) : response;
            } else if (response.writer() != null) {
                kept = !inbound.method().equals("HEAD");
                response = kept ? released(arrival, response, lease) : response.withBody(response.length(), out -> {});
            }
            return response;
        } finally {
            if (!kept) {
                lease.release();
            }
        }
    }

    private Response handle(Arrival arrival, BoundRoute route) throws Exception {
        arrival.found(route.info().pattern());
        Caller caller = callers.callerOf(arrival, route.info());
        arrival.calledBy(Callers.nameOf(caller.principal()));
        arrival.account().ownedBy(new AnswerOwner(callers, arrival, route.info(), caller.principal()));
        Admission.check(arrival, route, caller);
        Supplier<CallerCheck> checks =
                () -> callers.checkOf(arrival, route.info().access());
        Response refusal = ContentCodings.refusal(arrival);
        if (refusal != null) {
            return refusal;
        }
        RoutedRequest request = new RoutedRequest(arrival, route, caller, checks, settings.bodyBytesMax());
        Response answer = new Attempts(route.route(), request).run();
        return answer.stage() == null
                ? written(checked(arrival, route, answer), request.context())
                : Response.later(
                        answer.stage().thenApply(later -> written(checked(arrival, route, later), request.context())));
    }

    /** A copy of a good answer, since the route may keep it and answer it to others as well; an error instead of a bad one. */
    private static Response checked(Arrival arrival, BoundRoute route, Response answer) {
        String mistake = AnswerCheck.mistake(answer);
        if (mistake == null) {
            mistake = DescriptionCheck.mistake(route.info(), answer);
        }
        if (mistake == null) {
            return answer.copy();
        }
        if (answer.upgrade() != null) {
            answer.upgrade().handler().closed(NEVER_OPENED, "the answer of the route was wrong");
        }
        String whose = route.info().method() + " " + route.info().pattern() + " ("
                + route.route().getClass().getName() + ")";
        return ErrorMapper.answer(
                new IllegalStateException("the route " + whose + " gave an answer that can't be sent: " + mistake),
                arrival);
    }

    /** A streamed answer is made after the route has returned, and still on behalf of its caller. */
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
    private static Response released(Arrival arrival, Response response, Lease<BoundRoute> lease) {
        BodyWriter writer = response.writer();
        return response.withBody(response.length(), out -> {
            try (ReadMeter.Binding bound = arrival.account().bind()) {
                writer.writeTo(out);
            } finally {
                arrival.account().handedOn();
                arrival.account().settle(0);
                lease.release();
            }
        });
    }

    /** The head of a channel opens none. */
    private static Response unopened(Arrival arrival, Response response) {
        response.upgrade().handler().closed(NEVER_OPENED, "only the head was asked for");
        if (!response.upgrade().webSocket()) {
            return response.withBody(-1, out -> {});
        }
        LynchetException error = new LynchetException(
                ErrorCode.UPGRADE_REQUIRED,
                "HEAD opens no WebSocket at " + shown(arrival.target().path()) + ".");
        return ErrorMapper.answer(error, arrival);
    }

    private Response unrouted(Arrival arrival, RouteTrie.Place place) {
        boolean unknown = methodLabel(arrival.inbound().method()).equals(OTHER_METHOD);
        if (place == null || place.catchAll() && !unknown) {
            throw notFound(arrival);
        }
        String allow = allow(place.allowed());
        if (arrival.inbound().method().equals("OPTIONS")) {
            return Response.empty(204).with("Allow", allow);
        }
        LynchetException error = new LynchetException(
                ErrorCode.METHOD_NOT_ALLOWED,
                "The method is not allowed for " + shown(arrival.target().path()) + "; allowed are " + allow + ".");
        return ErrorMapper.answer(error, arrival).with("Allow", allow);
    }

    private static LynchetException notFound(Arrival arrival) {
        return new LynchetException(
                ErrorCode.NOT_FOUND,
                "No route matches " + methodLabel(arrival.inbound().method()) + " "
                        + shown(arrival.target().path()) + ".");
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

    /** A method as a label: clients may send any word. */
    private static String methodLabel(String token) {
        return methodOf(token) != null || token.equals("OPTIONS") ? token : OTHER_METHOD;
    }
}
