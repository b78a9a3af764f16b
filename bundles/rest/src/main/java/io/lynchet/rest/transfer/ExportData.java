// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.schema.RowSchemas;
import java.util.List;

/** The route that responds with all rows of the app. */
public final class ExportData implements Route {
    static final String SCHEMA = SchemaText.object(
            "exported_at,entities,counts",
            "exported_at",
            "{\"type\":\"string\",\"format\":\"date-time\"}",
            "entities",
            RowSchemas.byEntity(RowSchemas.ROWS),
            "counts",
            RowSchemas.byEntity(RowSchemas.COUNT));

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/export", "Returns all rows of the app, including server-only fields.")
            .tagged("transfer")
            .taking(RowExport.FORMAT)
            .forAdmins()
            .alsoAs(JsonLines.SENT)
            .schemas(null, SCHEMA);

    private final Gate<DataService> data;

    public ExportData(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        List<Entity> entities =
                data.call(service -> ReferenceOrder.of(service.app().manifest().entities()));
        return RowExport.answer(data, request, entities);
    }
}
