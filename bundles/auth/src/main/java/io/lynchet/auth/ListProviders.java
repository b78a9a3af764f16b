// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import java.util.Collection;
import java.util.Comparator;

/** The ways to sign in that are there now. */
final class ListProviders implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/providers", "Lists the ways to sign in.")
            .open()
            .tagged("auth");

    private final Collection<AuthMethod> methods;

    /** @param methods looked through anew by each request */
    ListProviders(Collection<AuthMethod> methods) {
        this.methods = methods;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        JsonWriter json = new JsonWriter(256).beginArray();
        methods.stream()
                .sorted(Comparator.comparing(AuthMethod::name))
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
