// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import java.util.List;

/** {@code GET /api/openapi.json}: the current API of this app, drop-in routes included. */
final class GetOpenApi implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/openapi.json", "Returns this API as an OpenAPI 3.1 document.")
            .tagged("operations")
            .schemas(null, "{\"type\":\"object\"}");

    private final Gate<DataService> data;
    private final Gate<Router> router;

    GetOpenApi(Gate<DataService> data, Gate<Router> router) {
        this.data = data;
        this.router = router;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        List<RouteInfo> routes = router.call(Router::routes);
        byte[] document = data.call(service -> OpenApiDocument.of(service.app(), routes));
        return Response.json(200, document);
    }
}
