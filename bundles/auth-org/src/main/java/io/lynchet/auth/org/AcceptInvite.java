// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;
import java.util.Optional;

/**
 * Makes the caller a member by the token of an invitation. The token alone is not enough: whoever shows it has to have proven the address to
 * which it was sent, so that a mail that was passed on lets nobody else in.
 */
final class AcceptInvite implements Route {
    static final String PATH = "/api/auth/invites/{token}/accept";
    static final int OF_USER_MAX = 30;
    static final int OF_ADDRESS_MAX = 60;

    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.POST, PATH, "Accepts an invitation.")
            .tagged("auth")
            .schemas(null, SchemaText.object("org_id,role", "org_id", OrgJson.ID, "role", OrgJson.ROLE));

    private final Parts parts;
    private final OrgAccess access;
    private final Invitations invitations;

    AcceptInvite(Parts parts, OrgAccess access, Invitations invitations) {
        this.parts = parts;
        this.access = access;
        this.invitations = invitations;
    }

    /** The path that takes this token. */
    static String path(String token) {
        return PATH.replace("{token}", token);
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Actor by = access.person(request);
        parts.take("org.accept", request.remoteAddress(), OF_ADDRESS_MAX);
        parts.take("org.accept.user", by.userId(), OF_USER_MAX);
        Optional<Account> account = parts.accounts().<Optional<Account>>call(accounts -> accounts.byId(by.userId()));
        Member member = invitations.accept(
                account.orElseThrow(
                        () -> new LynchetException(ErrorCode.UNAUTHENTICATED, "There is no account to join with.")),
                request.pathParameter("token"));
        parts.record(
                "org_joined",
                by.userId(),
                request,
                member.organisationId() + " " + member.role().wire());
        byte[] body = new JsonWriter(128)
                .beginObject()
                .name("org_id")
                .value(member.organisationId())
                .name("role")
                .value(member.role().wire())
                .endObject()
                .toBytes();
        return Response.json(200, body);
    }
}
