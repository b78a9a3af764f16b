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

/** {@code GET /readyz}: 200 when every needed part is there, else 503, with each part's state and reason. */
final class GetReadiness implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/readyz", "Tells whether every needed part is there, and how each part is.")
            .open()
            .unlimited()
            .tagged("operations")
            .schemas(null, """
                    {"type":"object","required":["status","checks"],"properties":{\
                    "status":{"enum":["ready","not_ready"]},\
                    "checks":{"type":"array","items":{"type":"object","required":["name","state","needed","message"],\
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
        for (HealthBoard.Finding finding : findings) {
            json.beginObject()
                    .name("name")
                    .value(finding.name())
                    .name("state")
                    .value(finding.health().state().name().toLowerCase(Locale.ROOT))
                    .name("needed")
                    .value(finding.needed())
                    .name("message")
                    .value(finding.health().message())
                    .endObject();
        }
        Response response =
                Response.json(ready ? 200 : 503, json.endArray().endObject().toBytes());
        return ready ? response : response.with("Retry-After", "1");
    }
}
