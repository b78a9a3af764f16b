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

/** The route that links two rows by a relation. */
public final class LinkRecords implements Route {
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.POST, "/api/link", "Links two rows by a relation.")
            .tagged("relations")
            .sending(WriteAnswers.stamps())
            .failing(
                    ErrorCode.INVALID_DATA,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.RELATION_NOT_FOUND,
                    ErrorCode.INVALID_REFERENCE,
                    ErrorCode.CONFLICT,
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    ErrorCode.STORE_FULL)
            .schemas(
                    SchemaText.object(
                            "entity,id,relation,target_id",
                            "entity",
                            RowSchemas.TEXT,
                            "id",
                            RowSchemas.ID,
                            "relation",
                            RowSchemas.TEXT,
                            "target_id",
                            RowSchemas.ID),
                    RowSchemas.done("linked"));
    private static final byte[] LINKED = "{\"linked\":true}".getBytes(StandardCharsets.UTF_8);

    private final Gate<DataService> data;

    public LinkRecords(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return LinkTarget.write(data, request, true, LINKED);
    }
}
