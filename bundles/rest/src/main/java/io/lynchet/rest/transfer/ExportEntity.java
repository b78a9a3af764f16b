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
import java.util.List;

/** The route that responds with all rows of one entity. */
public final class ExportEntity implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET,
                    "/api/export/{entity}",
                    "Returns all rows of one entity, including server-only fields.")
            .tagged("transfer")
            .taking(RowExport.FORMAT)
            .forAdmins()
            .alsoAs(JsonLines.SENT)
            .schemas(null, ExportData.SCHEMA);

    private final Gate<DataService> data;

    public ExportEntity(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Entity entity = data.call(service -> service.entity(request.pathParameter("entity")));
        return RowExport.answer(data, request, List.of(entity));
    }
}
