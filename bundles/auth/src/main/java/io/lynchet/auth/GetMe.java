// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who the caller is. */
final class GetMe implements Route {
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

    /** JSON schema of what {@link #write} tells without the avatar. */
    static final String CALLER = SchemaText.object(REQUIRED, TOLD);

    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.GET, "/api/auth/me", "Tells who the caller is.")
            .tagged("auth")
            .schemas(null, SchemaText.object("avatar_url," + REQUIRED, withAvatar()));

    private final Parts parts;

    GetMe(Parts parts) {
        this.parts = parts;
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
                : parts.accounts()
                        .byId(principal.userId())
                        .map(Account::avatarUrl)
                        .orElse(null);
        return Response.json(
                200, write(new JsonWriter(256), principal, avatar, true).toBytes());
    }

    private static String[] withAvatar() {
        return Stream.concat(Stream.of("avatar_url", OPTIONAL), Stream.of(TOLD)).toArray(String[]::new);
    }

    /** What {@code me} and {@code session} tell alike. */
    static JsonWriter write(JsonWriter json, Principal principal, String avatarUrl, boolean withAvatar) {
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
