// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.JsonText;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;

/** Who the caller is, with the app's own row about them as far as {@code expose} and {@code hide} of the manifest show it. */
final class GetSession implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/session", "Tells who the caller is, with their user row.")
            .tagged("auth")
            .schemas(
                    null,
                    SchemaText.object(
                            "avatar_url,session,user",
                            "avatar_url",
                            "{\"type\":[\"string\",\"null\"]}",
                            "session",
                            GetMe.CALLER,
                            "user",
                            "{\"type\":[\"object\",\"null\"]}"));

    private final Parts parts;

    GetSession(Parts parts) {
        this.parts = parts;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Principal principal = request.principal();
        String userId = principal.userId();
        String avatar = userId == null
                ? null
                : parts.accounts().byId(userId).map(Account::avatarUrl).orElse(null);
        JsonText user = userId == null
                ? null
                : parts.rows().read(service -> UserRows.visible(service, parts.manifest(), userId));
        JsonWriter json = new JsonWriter(512)
                .beginObject()
                .name("avatar_url")
                .value(avatar)
                .name("session");
        GetMe.write(json, principal, null, false).name("user");
        if (user == null) {
            json.nullValue();
        } else {
            json.value(user);
        }
        return Response.json(200, json.endObject().toBytes());
    }
}
