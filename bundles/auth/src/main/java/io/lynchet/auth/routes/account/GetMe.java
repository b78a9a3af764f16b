// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.principal.Principal;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The route that describes the caller. */
public final class GetMe implements Route {
    private static final String OPTIONAL = "{\"type\":[\"string\",\"null\"]}";
    private static final String REQUIRED = "is_admin,roles,user_id";
    private static final String[] TOLD = {
        "is_admin",
        "{\"type\":\"boolean\"}",
        "is_guest",
        "{\"const\":true}",
        "roles",
        "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
        "tenant_id",
        "{\"type\":\"string\"}",
        "user_id",
        OPTIONAL
    };

    /** The JSON schema of the members that {@link #write} writes without the avatar. */
    public static final String CALLER = SchemaText.object(REQUIRED, TOLD);

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/me", "Returns the principal of the caller.")
            .tagged("auth")
            .schemas(null, SchemaText.object("avatar_url," + REQUIRED, withAvatar()));

    private final AuthServices services;

    public GetMe(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Principal principal = request.principal();
        String avatar = principal.userId() == null
                ? null
                : services.accounts()
                        .byId(principal.userId())
                        .map(Account::avatarUrl)
                        .orElse(null);
        return Response.json(
                200, write(new JsonWriter(256), principal, avatar, true).toBytes());
    }

    private static String[] withAvatar() {
        return Stream.concat(Stream.of("avatar_url", OPTIONAL), Stream.of(TOLD)).toArray(String[]::new);
    }

    /** Writes the members that {@code me} and {@code session} share. */
    public static JsonWriter write(JsonWriter json, Principal principal, String avatarUrl, boolean withAvatar) {
        json.beginObject();
        if (withAvatar) {
            json.name("avatar_url").value(avatarUrl);
        }
        json.name("is_admin").value(principal.admin());
        if (principal.guest()) {
            json.name("is_guest").value(true);
        }
        json.name("roles").beginArray();
        new TreeSet<>(principal.roles()).forEach(json::value);
        json.endArray();
        if (principal.tenantId() != null) {
            json.name("tenant_id").value(principal.tenantId());
        }
        return json.name("user_id").value(principal.userId()).endObject();
    }
}
