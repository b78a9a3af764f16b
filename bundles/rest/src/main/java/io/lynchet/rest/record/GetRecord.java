// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import io.lynchet.rest.schema.RowSchemas;

/** The route that responds with one row by its id and its version, or with 304 when the client has that version. */
public final class GetRecord implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/entities/{entity}/{id}", "Returns one row.")
            .tagged("entities")
            .conditional()
            .sending(RowVersions.TAG)
            .schemas(null, RowSchemas.ROW);

    private final Gate<DataService> data;

    public GetRecord(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return data.call(service -> {
            Entity entity = service.entity(request.pathParameter("entity"));
            Versioned found = service.versioned(request.principal(), entity, request.pathParameter("id"));
            Response response = RowVersions.isKnown(request, found.seq())
                    ? Response.empty(304)
                    : Response.json(
                            200,
                            new JsonWriter(512)
                                    .row(found.row(), request.principal().admin())
                                    .toBytes());
            return response.with("ETag", RowVersions.tag(found.seq()));
        });
    }
}
