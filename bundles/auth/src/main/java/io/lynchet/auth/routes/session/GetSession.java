// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import io.lynchet.api.JsonText;
import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.principal.Principal;
import io.lynchet.auth.account.UserRows;
import io.lynchet.auth.routes.account.AuthServices;
import io.lynchet.auth.routes.account.GetMe;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;

/**
 * The route that describes the caller, with the fields of the app's user row that {@code expose} and {@code hide} of
 * the manifest show.
 */
public final class GetSession implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/session", "Returns the principal of the caller and their user row.")
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

    private final AuthServices services;

    public GetSession(AuthServices services) {
        this.services = services;
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
                : services.accounts().byId(userId).map(Account::avatarUrl).orElse(null);
        JsonText user = userId == null
                ? null
                : services.rows().read(service -> UserRows.visible(service, services.manifest(), userId));
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
