// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.health.Health;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import java.util.List;
import java.util.Locale;

/**
 * {@code GET /readyz}: 200 when every needed part is ready, else 503, with the state of each of the product's own
 * parts. Only admins see the reasons and the checks of drop-ins: messages name files, versions and amounts of data.
 */
final class GetReadiness implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET,
                    "/readyz",
                    "Returns whether all needed checks pass, and the state of each check; for admins also the reason.")
            .open()
            .unlimited()
            .unwell(503)
            .tagged("operations")
            .schemas(null, """
                    {"type":"object","required":["status","checks"],"properties":{\
                    "status":{"enum":["ready","not_ready"]},\
                    "checks":{"type":"array","items":{"type":"object","required":["name","state","needed"],\
                    "properties":{"name":{"type":"string"},"state":{"enum":["ok","degraded","down"]},\
                    "needed":{"type":"boolean"},"message":{"type":"string"}}}}}}""");

    private final HealthBoard board;

    GetReadiness(HealthBoard board) {
        this.board = board;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        List<HealthBoard.Finding> findings = board.ask();
        boolean ready = findings.stream()
                .noneMatch(finding -> finding.needed() && finding.health().state() == Health.State.DOWN);
        JsonWriter json = new JsonWriter().beginObject().name("status").value(ready ? "ready" : "not_ready");
        json.name("checks").beginArray();
        boolean admin = request.principal().admin();
        for (HealthBoard.Finding finding : findings) {
            if (finding.dropIn() && !admin) {
                continue;
            }
            json.beginObject()
                    .name("name")
                    .value(finding.name())
                    .name("state")
                    .value(finding.health().state().name().toLowerCase(Locale.ROOT))
                    .name("needed")
                    .value(finding.needed());
            if (admin) {
                json.name("message").value(finding.health().message());
            }
            json.endObject();
        }
        Response response =
                Response.json(ready ? 200 : 503, json.endArray().endObject().toBytes());
        return ready ? response : response.with("Retry-After", "1");
    }
}
