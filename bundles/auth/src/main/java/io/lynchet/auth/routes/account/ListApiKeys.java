// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import io.lynchet.api.auth.ApiKeys.ApiKey;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;

/** The route that lists the caller's API keys, without their secrets. */
public final class ListApiKeys implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/api-keys", "Lists the API keys of the caller, newest first.")
            .tagged("auth")
            .schemas(
                    null,
                    "{\"type\":\"array\",\"items\":" + SchemaText.object(CreateApiKey.TOLD, CreateApiKey.told()) + "}");

    private final AuthServices services;

    public ListApiKeys(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        JsonWriter json = new JsonWriter(512).beginArray();
        for (ApiKey key : services.keys().of(AuthServices.person(request))) {
            CreateApiKey.write(json.beginObject(), key).endObject();
        }
        return Response.json(200, json.endArray().toBytes());
    }
}
