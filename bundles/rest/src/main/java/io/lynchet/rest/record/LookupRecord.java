// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.FilterReader;
import io.lynchet.rest.schema.RowSchemas;
import java.util.List;
import java.util.Map;

/** The route that responds with the first row whose field has a value, for unique fields. */
public final class LookupRecord implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET,
                    "/api/lookup/{entity}/{field}/{value}",
                    "Returns the first row whose field has the value.")
            .tagged("queries")
            .schemas(null, RowSchemas.ROW);

    private final Gate<DataService> data;

    public LookupRecord(Gate<DataService> data) {
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
            String field = request.pathParameter("field");
            String value = request.pathParameter("value");
            boolean admin = request.principal().admin();
            Filter filter = FilterReader.parameters(Map.of(field, List.of(value)), entity, admin);
            Row row = service.find(request.principal(), entity, filter)
                    .orElseThrow(() -> new LynchetException(
                            ErrorCode.NOT_FOUND, entity.name() + "." + field + " = " + value + " not found"));
            return Response.json(200, new JsonWriter(512).row(row, admin).toBytes());
        });
    }
}
