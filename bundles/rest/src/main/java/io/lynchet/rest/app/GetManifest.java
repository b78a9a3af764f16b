// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.app;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.rest.query.QueryParameters;
import io.lynchet.rest.schema.RowSchemas;
import java.nio.charset.StandardCharsets;

/**
 * The route that responds with the manifest. Only admins see server-only fields, and the expressions of policies and
 * rooms on request.
 */
public final class GetManifest implements Route {
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.GET, "/api/manifest", "Returns the manifest.")
            .tagged("app")
            .taking(new Parameter("full", "boolean", "Whether to show policy expressions; for admins."))
            .schemas(null, RowSchemas.ROW);

    private final Gate<DataService> data;
    private volatile Views last;

    private record Views(JsonText of, JsonText admins, JsonText callers) {}

    public GetManifest(Gate<DataService> data) {
        this.data = data;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        boolean full = QueryParameters.truth(request, "full");
        boolean admin = request.principal().admin();
        if (full && !admin) {
            throw new LynchetException(ErrorCode.FORBIDDEN, "Policy expressions are for admins.");
        }
        Manifest manifest = data.call(service -> service.app().manifest());
        JsonText shown = full
                ? manifest.document()
                : admin ? views(manifest).admins() : views(manifest).callers();
        return Response.json(200, shown.text().getBytes(StandardCharsets.UTF_8));
    }

    private Views views(Manifest manifest) {
        Views known = last;
        if (known == null || !known.of().equals(manifest.document())) {
            known = new Views(manifest.document(), ManifestView.of(manifest, true), ManifestView.of(manifest, false));
            last = known;
        }
        return known;
    }
}
