// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The route that lists the present sign-in methods. */
public final class ListProviders implements Route {
    private static final String TEXT = "{\"type\":\"string\"}";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/providers", "Lists the sign-in methods.")
            .open()
            .tagged("auth")
            .schemas(
                    null,
                    "{\"type\":\"array\",\"items\":"
                            + SchemaText.object(
                                    "name,label,kind,path", "name", TEXT, "label", TEXT, "kind", TEXT, "path", TEXT)
                            + "}");

    private final List<AuthMethod> methods;

    /**
     * Creates the route.
     *
     * @param methods oldest first; read anew by each request
     */
    public ListProviders(List<AuthMethod> methods) {
        this.methods = methods;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        JsonWriter json = new JsonWriter(256).beginArray();
        Map<String, AuthMethod> byName = new TreeMap<>();
        methods.forEach(method -> byName.put(method.name(), method));
        byName.values()
                .forEach(method -> json.beginObject()
                        .name("name")
                        .value(method.name())
                        .name("label")
                        .value(method.label())
                        .name("kind")
                        .value(method.kind())
                        .name("path")
                        .value(method.path())
                        .endObject());
        return Response.json(200, json.endArray().toBytes());
    }
}
