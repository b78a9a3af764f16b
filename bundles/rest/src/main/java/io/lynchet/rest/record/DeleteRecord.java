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
import io.lynchet.rest.schema.RowSchemas;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The route that deletes one row. */
public final class DeleteRecord implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.DELETE, "/api/entities/{entity}/{id}", "Deletes a row.")
            .tagged("entities")
            .sending(WriteAnswers.stamps())
            .failing(
                    ErrorCode.HOOK_REJECTED,
                    ErrorCode.REFERENCE_IN_USE,
                    ErrorCode.CONFLICT,
                    ErrorCode.PRECONDITION_FAILED,
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    ErrorCode.STORE_FULL)
            .schemas(null, RowSchemas.done("deleted"));
    private static final byte[] DELETED = "{\"deleted\":true}".getBytes(StandardCharsets.UTF_8);

    private final Gate<DataService> data;

    public DeleteRecord(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return Response.later(data.stage(service -> {
            Mutation delete = new Mutation.Delete(
                    service.entity(request.pathParameter("entity")),
                    request.pathParameter("id"),
                    RowVersions.unchangedSince(request));
            return WriteAnswers.write(
                    service,
                    request,
                    List.of(delete),
                    written -> WriteAnswers.stamped(Response.json(200, DELETED.clone()), written));
        }));
    }
}
