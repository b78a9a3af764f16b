// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.AggregateReader;
import io.lynchet.json.query.QueryRequest;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.schema.RowSchemas;
import java.util.List;

/** The route that responds with values of measures over the rows of an entity. */
public final class AggregateRecords implements Route {
    private static final String FIELDS = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/aggregate/{entity}",
                    "Returns counts, sums, averages and extremes, by group.")
            .reading()
            .tagged("queries")
            .sending(QueryRecords.MORE)
            .failing(
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_QUERY,
                    ErrorCode.LIMIT_EXCEEDED,
                    ErrorCode.INVALID_COLUMN,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.NUMBER_OVERFLOW,
                    ErrorCode.QUERY_TIMEOUT)
            .schemas(
                    SchemaText.object(
                            "",
                            "count",
                            "{\"description\":\"* for rows, a field, or an array of these.\",\"type\":[\"string\",\"array\"],\"items\":{\"type\":\"string\"}}",
                            "sum",
                            FIELDS,
                            "avg",
                            FIELDS,
                            "min",
                            FIELDS,
                            "max",
                            FIELDS,
                            "countDistinct",
                            FIELDS,
                            "groupBy",
                            "{\"type\":\"array\",\"items\":{\"oneOf\":[{\"type\":\"string\"},"
                                    + SchemaText.object(
                                            "field",
                                            "field",
                                            RowSchemas.TEXT,
                                            "bucket",
                                            "{\"enum\":[\"hour\",\"day\",\"week\",\"month\",\"year\"]}")
                                    + "]}}",
                            "where",
                            RowSchemas.FILTER,
                            "limit",
                            "{\"type\":\"integer\",\"minimum\":1,\"maximum\":10000}"),
                    SchemaText.object("rows", "rows", RowSchemas.FIGURES));

    private final Gate<DataService> data;

    public AggregateRecords(Gate<DataService> data) {
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
            AggregateReader.Request asked = AggregateReader.read(
                    request.body(), entity, request.principal().admin());
            List<AggregateRow> rows = service.aggregate(request.principal(), asked.query());
            boolean cut = rows.size() > QueryRequest.LIMIT_MAX;
            JsonWriter json = new JsonWriter(256).beginObject().name("rows").beginArray();
            for (AggregateRow row : cut ? rows.subList(0, QueryRequest.LIMIT_MAX) : rows) {
                json.beginObject();
                write(json, asked.groupNames(), row.keys());
                write(json, asked.measureNames(), row.values());
                json.endObject();
            }
            byte[] body = json.endArray().endObject().toBytes();
            return Response.json(200, body).with(QueryRecords.MORE_HEADER, Boolean.toString(cut));
        });
    }

    private static void write(JsonWriter json, List<String> names, List<Object> values) {
        for (int i = 0; i < names.size(); i++) {
            json.name(names.get(i)).value(values.get(i));
        }
    }
}
