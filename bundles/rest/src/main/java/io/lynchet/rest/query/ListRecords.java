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
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.FilterReader;
import io.lynchet.json.query.QueryRequest;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.schema.RowSchemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The route that responds with a page of an entity's rows. */
public final class ListRecords implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/entities/{entity}", "Returns a page of rows.")
            .tagged("entities")
            .taking(
                    Parameter.integer(
                            "limit",
                            0,
                            QueryRequest.LIMIT_MAX,
                            "Most rows, 0 to 10000; by default 10000. A page of long rows ends earlier."),
                    Parameter.integer("offset", 0, QueryRequest.OFFSET_MAX, "Rows to skip; not together with after."),
                    Parameter.text(
                            "sort",
                            "^[A-Za-z_][A-Za-z0-9_]*(,[A-Za-z_][A-Za-z0-9_]*)*$",
                            "Fields in order of weight, separated by commas."),
                    Parameter.text(
                            "order",
                            "^(asc|desc)(,(asc|desc))*$",
                            "asc (the default) or desc, one for all or one for each field of sort."),
                    new Parameter("where", "string", "A filter as JSON."),
                    new Parameter("total", "boolean", "Whether to count all matching rows as well."),
                    Parameter.text(
                            "after",
                            1,
                            PageCursor.CHARS_MAX,
                            "next_cursor of the page before, with the same sort and filter."))
            // Beside these, every field is a parameter; the filter reader refuses other names.
            .takingAny()
            .failing(
                    ErrorCode.INVALID_JSON,
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_QUERY,
                    ErrorCode.INVALID_COLUMN,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.INVALID_PARAMETER,
                    ErrorCode.INVALID_CURSOR,
                    ErrorCode.QUERY_TIMEOUT)
            .schemas(
                    null,
                    SchemaText.object(
                            "count,data,limit,offset,has_more,next_cursor",
                            "count",
                            RowSchemas.COUNT,
                            "data",
                            RowSchemas.ROWS,
                            "limit",
                            "{\"type\":[\"integer\",\"null\"]}",
                            "offset",
                            RowSchemas.COUNT,
                            "has_more",
                            "{\"type\":\"boolean\"}",
                            "next_cursor",
                            RowSchemas.CURSOR,
                            "total",
                            RowSchemas.COUNT));

    private final Gate<DataService> data;

    public ListRecords(Gate<DataService> data) {
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
        OptionalLong limit = QueryParameters.number(request, "limit", 0, QueryRequest.LIMIT_MAX);
        OptionalLong offset = QueryParameters.number(request, "offset", 0, QueryRequest.OFFSET_MAX);
        List<SortKey> order = SortParameters.read(request, entity, principal.admin());
        Filter filter = filter(request, entity, principal.admin());
        String after = request.queryParameter("after");
        if (after != null && offset.orElse(0) > 0) {
            throw QueryParameters.invalid("offset", "offset and after exclude each other.");
        }
        Filter shown = after == null ? filter : filter.and(PageCursor.rowsAfter(after, entity, order));
        int most = (int) limit.orElse(QueryRequest.LIMIT_MAX);
        Page page = service.query(
                principal, new Query(entity, shown, order, Math.max(1, most), offset.orElse(0), Page.BYTES_MAX));
        JsonWriter json = new JsonWriter(256 + 256 * Math.min(most, page.rows().size()));
        write(json.beginObject(), page, most, principal.admin(), order);
        json.name("limit");
        json = limit.isPresent() ? json.value(most) : json.nullValue();
        json.name("offset").value(offset.orElse(0));
        if (QueryParameters.truth(request, "total")) {
            json.name("total").value(service.count(principal, entity, filter));
        }
        return Response.json(200, json.endObject().toBytes());
    }

    private static void write(JsonWriter json, Page page, int most, boolean admin, List<SortKey> order) {
        // A limit of 0 asks whether there are rows; the store was asked for one row.
        List<Row> rows = most == 0 ? List.of() : page.rows();
        boolean more = page.hasMore() || rows.size() < page.rows().size();
        json.name("count").value(rows.size()).name("data").beginArray();
        for (Row row : rows) {
            json.row(row, admin);
        }
        json.endArray().name("has_more").value(more);
        String next = more && !rows.isEmpty() ? PageCursor.behind(rows.get(rows.size() - 1), order) : null;
        json.name("next_cursor").value(next);
    }

    private static Filter filter(Request request, Entity entity, boolean admin) {
        Map<String, List<String>> fields = new LinkedHashMap<>(request.queryParameters());
        INFO.parameters().forEach(parameter -> fields.remove(parameter.name()));
        Filter simple = fields.isEmpty() ? Filter.Constant.TRUE : FilterReader.parameters(fields, entity, admin);
        String where = request.queryParameter("where");
        return where == null ? simple : simple.and(FilterReader.read(where, entity, admin));
    }
}
