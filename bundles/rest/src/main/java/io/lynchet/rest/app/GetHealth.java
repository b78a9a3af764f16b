// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.app;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.loop.Vitals;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.schema.RowSchemas;

/**
 * The route that tells whether the process is alive: 200, or 503 when a vital loop hangs or fails. It says nothing
 * about bundles: that is what {@code /readyz} is for.
 */
public final class GetHealth implements Route {
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.GET, "/health", "Reports that the process is alive.")
            .open()
            .unlimited()
            .unwell(503)
            .tagged("operations")
            .schemas(
                    null,
                    SchemaText.object(
                            "status,uptime_secs,version",
                            "status",
                            "{\"enum\":[\"ok\",\"failing\"]}",
                            "uptime_secs",
                            RowSchemas.COUNT,
                            "version",
                            RowSchemas.TEXT));

    private final Gate<DataService> data;
    private final long startedMillis;
    private final String productVersion;

    /** @param productVersion the version in the response as long as no app serves */
    public GetHealth(Gate<DataService> data, long startedMillis, String productVersion) {
        this.data = data;
        this.startedMillis = startedMillis;
        this.productVersion = productVersion;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        long uptime = Math.max(0, (System.currentTimeMillis() - startedMillis) / 1_000);
        boolean failing = !Vitals.complaints().isEmpty();
        return Response.json(
                failing ? 503 : 200,
                new JsonWriter(96)
                        .beginObject()
                        .name("status")
                        .value(failing ? "failing" : "ok")
                        .name("uptime_secs")
                        .value(uptime)
                        .name("version")
                        .value(version())
                        .endObject()
                        .toBytes());
    }

    private String version() {
        // Alive also without data: never wait for it.
        if (!data.isBound()) {
            return productVersion;
        }
        try {
            return data.call(service -> service.app().manifest().version());
        } catch (LynchetException e) {
            return productVersion;
        }
    }
}
