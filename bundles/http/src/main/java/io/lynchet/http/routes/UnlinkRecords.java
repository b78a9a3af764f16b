// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.json.SchemaText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes the link between two rows away. */
public final class UnlinkRecords implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/unlink", "Takes the link between two rows away.")
            .tagged("relations")
            .sending(Writing.stamps())
            .failing(
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.REQUIRED_FIELD,
                    ErrorCode.RELATION_NOT_FOUND,
                    ErrorCode.CONFLICT,
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    ErrorCode.STORE_FULL)
            .schemas(
                    SchemaText.object(
                            "entity,id,relation",
                            "entity",
                            Schemas.TEXT,
                            "id",
                            Schemas.ID,
                            "relation",
                            Schemas.TEXT,
                            "target_id",
                            Schemas.ID),
                    Schemas.done("unlinked"));
    private static final byte[] UNLINKED = "{\"unlinked\":true}".getBytes(StandardCharsets.UTF_8);

    private final Gate<DataService> data;

    public UnlinkRecords(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return Response.later(data.stage(service -> {
            LinkTarget link = LinkTarget.read(service, request, false);
            return Writing.write(
                    service,
                    request,
                    List.of(link.setting(null)),
                    written -> Writing.stamped(Response.json(200, UNLINKED.clone()), written));
        }));
    }
}
