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
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.DraftRules;
import io.lynchet.rest.schema.RowSchemas;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The route that changes the named fields of one row. */
public final class UpdateRecord implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.PATCH, "/api/entities/{entity}/{id}", "Changes the named fields of a row.")
            .tagged("entities")
            .sending(WriteAnswers.tags())
            .failing(
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_REFERENCE,
                    ErrorCode.HOOK_REJECTED,
                    ErrorCode.UNIQUE_VIOLATION,
                    ErrorCode.CONFLICT,
                    ErrorCode.PRECONDITION_FAILED,
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    ErrorCode.STORE_FULL)
            .schemas(RowSchemas.ROW, RowSchemas.done("updated"));
    private static final byte[] UPDATED = "{\"updated\":true}".getBytes(StandardCharsets.UTF_8);

    private final Gate<DataService> data;

    public UpdateRecord(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return Response.later(data.stage(service -> {
            // The id in a patch must be the row's, which an import may have given any form.
            DraftRules rules = new DraftRules(request.principal().admin(), true);
            Draft patch = DraftReader.read(request.body(), service.entity(request.pathParameter("entity")), rules);
            Mutation update =
                    new Mutation.Update(request.pathParameter("id"), patch, RowVersions.unchangedSince(request));
            return WriteAnswers.write(
                    service,
                    request,
                    List.of(update),
                    written -> WriteAnswers.tagged(Response.json(200, UPDATED.clone()), written));
        }));
    }
}
