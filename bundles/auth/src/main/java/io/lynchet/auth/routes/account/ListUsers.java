// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.system.rows.NewestPage;
import java.util.TreeSet;

/** The route that lists the accounts, for admins; {@link SetRoles} can replace their roles. */
public final class ListUsers implements Route {
    private static final String OPTIONAL = "{\"type\":[\"string\",\"null\"]}";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/users", "Lists the accounts, newest first.")
            .taking(NewestPage.BEFORE, NewestPage.LIMIT)
            .forAdmins()
            .tagged("auth")
            .leadingTo(new RouteAnswers.Lead("/api/auth/users/{id}", "/0/user_id"))
            .schemas(
                    null,
                    SchemaText.array(
                            SchemaText.object(
                                    "user_id,email,email_verified,display_name,roles,created_at",
                                    "user_id",
                                    "{\"type\":\"string\"}",
                                    "email",
                                    OPTIONAL,
                                    "email_verified",
                                    "{\"type\":\"boolean\"}",
                                    "display_name",
                                    OPTIONAL,
                                    "roles",
                                    "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
                                    "created_at",
                                    "{\"type\":\"string\",\"format\":\"date-time\"}"),
                            NewestPage.LIMIT_MAX));

    private final AuthServices services;

    public ListUsers(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        NewestPage page = NewestPage.of(request);
        JsonWriter json = new JsonWriter(4_096).beginArray();
        for (Account account : services.accounts().newest(page.before(), page.limit())) {
            json.beginObject()
                    .name("user_id")
                    .value(account.id())
                    .name("email")
                    .value(account.email())
                    .name("email_verified")
                    .value(account.emailVerified())
                    .name("display_name")
                    .value(account.displayName())
                    .name("roles")
                    .beginArray();
            new TreeSet<>(account.roles()).forEach(json::value);
            json.endArray().name("created_at").value(account.createdAt()).endObject();
        }
        return Response.json(200, json.endArray().toBytes());
    }
}
