// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Page;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.schema.RowSchemas;
import java.util.List;

/** The route that lists an entity's rows by cursor, in the order of ids. */
public final class ListByCursor implements Route {
    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 1_000;
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET,
                    "/api/entities/{entity}/cursor",
                    "Returns the rows after a cursor, in the order of ids.")
            .tagged("entities")
            .taking(
                    Parameter.text(
                            "after",
                            1,
                            PageCursor.CHARS_MAX,
                            "next_cursor of the page before; none for the first page."),
                    Parameter.integer(
                            "limit",
                            1,
                            LIMIT_MAX,
                            "Most rows, 1 to 1000; by default 20. A page of long rows ends earlier."))
            .failing(ErrorCode.QUERY_TIMEOUT)
            .schemas(
                    null,
                    SchemaText.object(
                            "data,has_more,next_cursor",
                            "data",
                            RowSchemas.ROWS,
                            "has_more",
                            "{\"type\":\"boolean\"}",
                            "next_cursor",
                            RowSchemas.CURSOR));

    private final Gate<DataService> data;

    public ListByCursor(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return data.call(service -> answer(service, request));
    }

    private static Response answer(DataService service, Request request) {
        Entity entity = service.entity(request.pathParameter("entity"));
        Principal principal = request.principal();
        int limit = (int) QueryParameters.number(request, "limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT);
        String after = request.queryParameter("after");
        Filter filter = after == null ? Filter.Constant.TRUE : PageCursor.rowsAfter(after, entity, List.of());
        Page page = service.query(principal, Query.of(entity, filter, limit).within(Page.BYTES_MAX));
        JsonWriter json = new JsonWriter(128 + 256 * page.rows().size());
        json.beginObject().name("data").beginArray();
        for (Row row : page.rows()) {
            json.row(row, principal.admin());
        }
        json.endArray().name("has_more").value(page.hasMore());
        int size = page.rows().size();
        json.name("next_cursor")
                .value(size == 0 ? null : page.rows().get(size - 1).id());
        return Response.json(200, json.endObject().toBytes());
    }
}
