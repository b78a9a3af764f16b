// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.auth.ApiKeys.ApiKey;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;

/** The caller's API keys, without their secrets. */
final class ListApiKeys implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/api-keys", "Lists the API keys of the caller, newest first.")
            .tagged("auth")
            .schemas(
                    null,
                    "{\"type\":\"array\",\"items\":" + SchemaText.object(CreateApiKey.TOLD, CreateApiKey.told()) + "}");

    private final Parts parts;

    ListApiKeys(Parts parts) {
        this.parts = parts;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        JsonWriter json = new JsonWriter(512).beginArray();
        for (ApiKey key : parts.keys().of(Parts.person(request))) {
            CreateApiKey.write(json.beginObject(), key).endObject();
        }
        return Response.json(200, json.endArray().toBytes());
    }
}
