// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.model.Organisation;
import io.lynchet.orgs.store.Organisations;
import java.util.Set;
import java.util.regex.Pattern;

/** The route that creates an organisation, of which the caller is the owner. */
public final class CreateOrg implements Route {
    static final String PATH = "/api/auth/orgs";
    static final int OF_USER_MAX = 20;
    static final int OF_ADDRESS_MAX = 60;

    private static final int NAME_CHARS_MAX = 100;
    private static final Pattern NO_LINE = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, PATH, "Creates an organisation with the caller as its owner.")
            .tagged("auth")
            .failing(ErrorCode.INVALID_DATA)
            .schemas(
                    SchemaText.object(
                            "name",
                            "name",
                            "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100,"
                                    + "\"description\":\"One line, not blank; the server trims spaces around it.\"}"),
                    OrgJson.ORGANISATION);

    private final OrgServices services;
    private final OrgAccess access;
    private final Organisations organisations;

    public CreateOrg(OrgServices services, OrgAccess access, Organisations organisations) {
        this.services = services;
        this.access = access;
        this.organisations = organisations;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        OrgActor by = access.person(request);
        String name = name(request);
        services.take("org.create", request.remoteAddress(), OF_ADDRESS_MAX);
        services.take("org.create.user", by.userId(), OF_USER_MAX);
        Organisation made = organisations.create(by.userId(), name);
        services.record("org_created", by.userId(), request, made.id() + " " + name);
        return Response.json(
                200, OrgJson.write(new JsonWriter(256), made, OrgRole.OWNER).toBytes());
    }

    private static String name(Request request) {
        BodyObject body = new BodyObject(JsonTree.read(request.body()), Set.of("name"));
        String given = body.text("name");
        String name = given == null ? "" : given.strip();
        boolean good = !name.isEmpty()
                && given.codePointCount(0, given.length()) <= NAME_CHARS_MAX
                && !NO_LINE.matcher(name).find();
        if (given != null && !good) {
            body.problem(
                    body.get("name"),
                    "A name is one line of 1 to " + NAME_CHARS_MAX + " characters, including spaces around it.");
        }
        body.throwIfAny();
        return name;
    }
}
