// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.auth.Account;
import io.lynchet.api.http.Answers;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;
import java.util.Optional;

/** Who belongs to an organisation, for its members and admins. */
final class ListMembers implements Route {
    private static final String OPTIONAL = "{\"type\":[\"string\",\"null\"]}";
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, GetOrg.PATH + "/members", "Lists the members of an organisation, oldest first.")
            .tagged("auth")
            .leadingTo(new Answers.Lead(ChangeMember.PATH, "/0/user_id"))
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

    private final Parts parts;
    private final OrgAccess access;
    private final Organisations organisations;

    ListMembers(Parts parts, OrgAccess access, Organisations organisations) {
        this.parts = parts;
        this.access = access;
        this.organisations = organisations;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Actor by = access.reader(request);
        JsonWriter json = new JsonWriter(4_096).beginArray();
        organisations.members(by, request.pathParameter("id")).forEach(member -> write(json, member));
        return Response.json(200, json.endArray().toBytes());
    }

    private void write(JsonWriter json, Member member) {
        Optional<Account> account = parts.accounts().call(accounts -> accounts.byId(member.userId()));
        // An address that nobody has proven could be anybody's, and would make its user look like them.
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
