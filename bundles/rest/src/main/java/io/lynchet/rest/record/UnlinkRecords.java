// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.schema.RowSchemas;
import java.nio.charset.StandardCharsets;

/** The route that removes the link between two rows. */
public final class UnlinkRecords implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/unlink", "Removes the link between two rows.")
            .tagged("relations")
            .sending(WriteAnswers.stamps())
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
                            RowSchemas.TEXT,
                            "id",
                            RowSchemas.ID,
                            "relation",
                            RowSchemas.TEXT,
                            "target_id",
                            RowSchemas.ID),
                    RowSchemas.done("unlinked"));
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
        return LinkTarget.write(data, request, false, UNLINKED);
    }
}
