// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the REST API looks like to a router: rows that are posted and listed, health, and files that are not there. Any
 * route that a test binds takes the place of the one with the same path.
 */
public final class SampleRoutes {
    private static final String ROWS = "/api/entities/{entity}";

    private final Queue<String> rows = new ConcurrentLinkedQueue<>();
    private final List<Route> routes = List.of(
            new Sample(RouteInfo.of(HttpMethod.POST, ROWS, "Inserts a row.").succeeding(201), this::insert),
            new Sample(RouteInfo.of(HttpMethod.GET, ROWS, "Returns all rows."), this::list),
            new Sample(RouteInfo.of(HttpMethod.GET, ROWS + "/{id}", "Returns one row."), SampleRoutes::absent),
            new Sample(
                    RouteInfo.of(HttpMethod.GET, "/health", "Reports that the process is alive.")
                            .open()
                            .unlimited()
                            .unwell(503),
                    request -> json(200, "{\"status\":\"ok\"}")),
            new Sample(
                    RouteInfo.of(HttpMethod.GET, "/{path...}", "Answers a file.")
                            .open()
                            .takingAny(),
                    SampleRoutes::absent));

    @FunctionalInterface
    private interface Code {
        Response run(Request request);
    }

    private record Sample(RouteInfo info, Code code) implements Route {
        @Override
        public Response handle(Request request) {
            return code.run(request);
        }
    }

    void register(ServiceRegistryContext context) {
        for (int i = routes.size() - 1; i >= 0; i--) {
            context.add(Route.class, routes.get(i));
        }
    }

    /** How many rows were posted. */
    public long written() {
        return rows.size();
    }

    private Response insert(Request request) {
        rows.add(new String(request.body(), StandardCharsets.UTF_8));
        return json(201, "{\"id\":\"" + rows.size() + "\"}");
    }

    private Response list(Request request) {
        return json(200, "[" + String.join(",", rows) + "]");
    }

    private static Response absent(Request request) {
        throw new LynchetException(ErrorCode.NOT_FOUND, "It is not there.");
    }

    private static Response json(int status, String text) {
        return Response.json(status, text.getBytes(StandardCharsets.UTF_8));
    }
}
