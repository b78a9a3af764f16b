// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.model.OrgLimits;
import io.lynchet.orgs.model.OrgMember;
import io.lynchet.orgs.store.Organisations;
import java.util.Optional;

/** The route that lists the members of an organisation, for its members and admins. */
public final class ListMembers implements Route {
    private static final String OPTIONAL = "{\"type\":[\"string\",\"null\"]}";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, GetOrg.PATH + "/members", "Lists the members of an organisation, oldest first.")
            .tagged("auth")
            .leadingTo(new RouteAnswers.Lead(ChangeMember.PATH, "/0/user_id"))
            .schemas(
                    null,
                    SchemaText.array(
                            SchemaText.object(
                                    "user_id,role,joined_at,email,name,avatar_url",
                                    "user_id",
                                    OrgJson.ID,
                                    "role",
                                    OrgJson.ROLE,
                                    "joined_at",
                                    OrgJson.SECONDS,
                                    "email",
                                    OPTIONAL,
                                    "name",
                                    OPTIONAL,
                                    "avatar_url",
                                    OPTIONAL),
                            OrgLimits.USUAL.membersMax()));

    private final OrgServices services;
    private final OrgAccess access;
    private final Organisations organisations;

    public ListMembers(OrgServices services, OrgAccess access, Organisations organisations) {
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
        OrgActor by = access.reader(request);
        JsonWriter json = new JsonWriter(4_096).beginArray();
        organisations.members(by, request.pathParameter("id")).forEach(member -> write(json, member));
        return Response.json(200, json.endArray().toBytes());
    }

    private void write(JsonWriter json, OrgMember member) {
        Optional<Account> account = services.accounts().call(accounts -> accounts.byId(member.userId()));
        // An unproven address could be another user's, and would make this one look like them.
        String email =
                account.filter(Account::emailVerified).map(Account::email).orElse(null);
        json.beginObject()
                .name("user_id")
                .value(member.userId())
                .name("role")
                .value(member.role().wire())
                .name("joined_at")
                .value(member.joinedAt().getEpochSecond())
                .name("email")
                .value(email)
                .name("name")
                .value(account.map(Account::displayName).orElse(null))
                .name("avatar_url")
                .value(account.map(Account::avatarUrl).orElse(null))
                .endObject();
    }
}
