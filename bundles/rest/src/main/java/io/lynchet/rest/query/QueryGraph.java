// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.GraphNode;
import io.lynchet.api.data.Include;
import io.lynchet.api.data.Page;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.query.Query;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.GraphQueryReader;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.schema.RowSchemas;
import java.util.ArrayList;
import java.util.List;

/** The route that responds with rows of several entities and their related rows. */
public final class QueryGraph implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/query", "Returns rows of several entities with their related rows.")
            .reading()
            .tagged("queries")
            .sending(AnswerHeader.always(
                    QueryRecords.MORE_HEADER, "false, or the paths at which rows are missing, separated by commas."))
            .failing(
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_QUERY,
                    ErrorCode.LIMIT_EXCEEDED,
                    ErrorCode.INVALID_COLUMN,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.RELATION_NOT_FOUND,
                    ErrorCode.ENTITY_NOT_FOUND,
                    ErrorCode.QUERY_TIMEOUT)
            .schemas(
                    RowSchemas.byEntity(
                            1,
                            GraphQueryReader.ENTITIES_MAX,
                            SchemaText.object(
                                    "",
                                    "where",
                                    RowSchemas.FILTER,
                                    "order",
                                    RowSchemas.ORDER,
                                    "limit",
                                    RowSchemas.LIMIT,
                                    "offset",
                                    RowSchemas.OFFSET,
                                    "include",
                                    "{\"type\":\"object\",\"description\":\"Relations by name, each true or an object of where, order,"
                                            + " limit and include.\"}")),
                    RowSchemas.byEntity(RowSchemas.ROWS));

    private final Gate<DataService> data;

    public QueryGraph(Gate<DataService> data) {
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
        AppModel app = service.app();
        boolean admin = request.principal().admin();
        List<String> cut = new ArrayList<>();
        JsonWriter json = new JsonWriter(1_024).beginObject();
        for (GraphQueryReader.Part part : GraphQueryReader.read(request.body(), app.schema(), admin)) {
            json.name(part.request().entity().name()).beginArray();
            if (!part.request().isForNothing()) {
                Query query = part.request().toQuery();
                // One more than the limit shows whether there are more.
                List<GraphNode> nodes = service.graph(
                        request.principal(),
                        new Query(query.entity(), query.filter(), query.order(), query.limit() + 1, query.offset()),
                        part.includes());
                if (nodes.size() > query.limit()) {
                    cut.add(query.entity().name());
                    nodes = nodes.subList(0, query.limit());
                }
                nodes.forEach(node -> write(json, node, part.includes(), admin));
            }
            if (json.size() > Page.BYTES_MAX) {
                throw new LynchetException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "The result would hold more than " + (Page.BYTES_MAX >> 20)
                                + " MiB; use smaller limits, or ask for fewer entities at once.");
            }
            json.endArray();
        }
        return Response.json(200, json.endObject().toBytes())
                .with(QueryRecords.MORE_HEADER, cut.isEmpty() ? "false" : String.join(",", cut));
    }

    /** A relation to many is a list; one to one is the row, or is left out when there is none. */
    private static void write(JsonWriter json, GraphNode node, List<Include> includes, boolean admin) {
        json.beginObject().columns(node.row(), admin);
        for (Include include : includes) {
            String name = include.relation().name();
            List<GraphNode> related = node.related().getOrDefault(name, List.of());
            if (include.relation().many()) {
                json.name(name).beginArray();
                related.forEach(child -> write(json, child, include.includes(), admin));
                json.endArray();
            } else if (!related.isEmpty()) {
                json.name(name);
                write(json, related.get(0), include.includes(), admin);
            }
        }
        json.endObject();
    }
}
