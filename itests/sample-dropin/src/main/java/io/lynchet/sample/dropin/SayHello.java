// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sample.dropin;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import org.osgi.service.component.annotations.Component;

/** {@code GET /api/sample/hello?name=Ada} answers {@code {"hello":"Ada"}}. */
@Component
public final class SayHello implements Route {
    private final RouteInfo info = RouteInfo.of(HttpMethod.GET, "/api/sample/hello", "Says hello")
            .taking(new Parameter("name", "string", "Whom to greet; the world unless said."));

    @Override
    public RouteInfo info() {
        return info;
    }

    @Override
    public Response handle(Request request) {
        String name = request.queryParameter("name");
        JsonWriter json = new JsonWriter(64).beginObject();
        json.name("hello").value(name == null ? "world" : name);
        return Response.json(200, json.endObject().toBytes());
    }
}
