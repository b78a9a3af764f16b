// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.account.AccountRows;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.row.SchemaText;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** The route that replaces the roles of an account, which policies see as {@code auth.roles}; for admins. */
public final class SetRoles implements Route {
    private static final byte[] UPDATED = "{\"updated\":true}".getBytes(StandardCharsets.UTF_8);
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.PUT, "/api/auth/users/{id}/roles", "Replaces the roles of an account.")
            .forAdmins()
            .tagged("auth")
            .schemas(
                    SchemaText.object(
                            "roles",
                            "roles",
                            SchemaText.array(
                                    "{\"type\":\"string\",\"pattern\":\"^(?!org:)[A-Za-z0-9_.:-]{1,64}$\"}",
                                    AccountRows.ROLES_MAX)),
                    SchemaText.object("updated", "updated", "{\"const\":true}"));

    private final AuthServices services;

    public SetRoles(AuthServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of("roles"));
        Set<String> roles = new TreeSet<>();
        if (body.get("roles") instanceof JsonNode.ArrayNode array) {
            if (array.items().size() > AccountRows.ROLES_MAX) {
                body.problem(array, "\"roles\" has at most " + AccountRows.ROLES_MAX + " items.");
            }
            for (JsonNode item : array.items()) {
                if (item instanceof JsonNode.StringNode text) {
                    roles.add(text.value());
                } else {
                    body.problem(item, "A role is a string.");
                }
            }
        } else {
            body.problem(body.node(), "\"roles\" must be an array of strings.");
        }
        body.throwIfAny();
        String userId = request.pathParameter("id");
        services.accounts().roles(userId, roles);
        services.audit().record("roles_changed", userId, request, String.join(" ", roles));
        return Response.json(200, UPDATED.clone());
    }
}
