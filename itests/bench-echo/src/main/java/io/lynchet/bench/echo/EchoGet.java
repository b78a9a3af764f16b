// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.bench.echo;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import org.osgi.service.component.annotations.Component;

/** Answers with a row as a get would, without reading one. */
@Component
public final class EchoGet implements Route {

    private static final String ID = "0123456789abcdef0123456789abcdef01234567";

    private final RouteInfo info =
            RouteInfo.of(HttpMethod.GET, "/api/bench/echo", "Answers with a row made up on the spot");

    @Override
    public RouteInfo info() {
        return info;
    }

    @Override
    public Response handle(Request request) {
        JsonWriter json = new JsonWriter(160).beginObject();
        json.name("done")
                .value(false)
                .name("id")
                .value(ID)
                .name("owner")
                .value("u1")
                .name("title")
                .value("buy milk");
        return Response.json(200, json.endObject().toBytes());
    }
}
