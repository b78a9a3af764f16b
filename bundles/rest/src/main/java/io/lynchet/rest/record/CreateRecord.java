// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.WriteResult;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.DraftRules;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.schema.RowSchemas;
import java.util.List;

/** The route that inserts one row. */
public final class CreateRecord implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/entities/{entity}", "Inserts a row and returns its id.")
            .tagged("entities")
            .sending(WriteAnswers.tags())
            .succeeding(201)
            .failing(
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_REFERENCE,
                    ErrorCode.HOOK_REJECTED,
                    ErrorCode.UNIQUE_VIOLATION,
                    ErrorCode.ID_CONFLICT,
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    ErrorCode.STORE_FULL)
            .schemas(RowSchemas.ROW, SchemaText.object("id", "id", RowSchemas.ID));

    private final Gate<DataService> data;

    public CreateRecord(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return Response.later(data.stage(service -> {
            DraftRules rules = request.principal().admin() ? DraftRules.ADMIN : DraftRules.CALLER;
            Draft draft = DraftReader.read(request.body(), service.entity(request.pathParameter("entity")), rules);
            return WriteAnswers.write(service, request, List.of(new Mutation.Insert(draft)), CreateRecord::created);
        }));
    }

    private static Response created(WriteResult written) {
        byte[] body = new JsonWriter(64)
                .beginObject()
                .name("id")
                .value(written.items().get(0).id())
                .endObject()
                .toBytes();
        return WriteAnswers.tagged(Response.json(201, body), written);
    }
}
