// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Session;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.time.Duration;

/**
 * {@code POST /api/auth/jwt}: gives the user of a session a token that other services can check by themselves. It can't
 * be revoked, so only sessions get one: keys could live on in it, and tokens could extend themselves for ever.
 */
final class MintToken implements Route {
    static final String ATTEMPT = "jwt.mint";
    static final int ATTEMPTS_MAX = 60;
    static final Duration ATTEMPTS_WINDOW = Duration.ofMinutes(10);

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/jwt", "Exchanges the session for a short-lived signed token.")
            .tagged("auth")
            .failing(ErrorCode.JWT_NOT_CONFIGURED)
            .schemas(
                    null,
                    SchemaText.object(
                            "token,expires_at",
                            "token",
                            "{\"type\":\"string\"}",
                            "expires_at",
                            "{\"type\":\"integer\"}"));

    private final MintServices services;

    MintToken(MintServices services) {
        this.services = services;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        checkPerson(request);
        Lease<TokenMint> mint = services.mints().acquire(MintServices.MINT);
        if (mint == null) {
            throw new LynchetException(ErrorCode.JWT_NOT_CONFIGURED, "No issuer is configured to mint tokens.");
        }
        try {
            return answer(mint.service(), request);
        } finally {
            mint.release();
        }
    }

    private static void checkPerson(Request request) {
        Principal principal = request.principal();
        if (principal.userId() == null) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "Sign in first.");
        }
        if (request.caller().kind() != Caller.Kind.SESSION) {
            throw new LynchetException(
                    ErrorCode.API_KEY_AUTH_FORBIDDEN, "Only a session can be exchanged for a token; sign in first.");
        }
        if (principal.guest()) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "A guest has no account; sign in first.");
        }
    }

    private Response answer(TokenMint mint, Request request) {
        Principal principal = request.principal();
        services.attempts().call(attempts -> {
            attempts.take(ATTEMPT, principal.userId(), ATTEMPTS_MAX, ATTEMPTS_WINDOW);
            return null;
        });
        // The token must not outlive its session.
        Session session = services.sessions()
                .call(sessions -> sessions.byId(request.caller().credentialId()))
                .orElseThrow(() -> new LynchetException(ErrorCode.SESSION_EXPIRED, "The session has ended."));
        TokenMint.Minted minted = mint.mint(principal, session.expiresAt());
        services.audit().call(audit -> {
            audit.record("token_minted", principal.userId(), request, null);
            return null;
        });
        byte[] body = new JsonWriter(512)
                .beginObject()
                .name("expires_at")
                .value(minted.expiresAt().getEpochSecond())
                .name("token")
                .value(minted.token())
                .endObject()
                .toBytes();
        return Response.json(200, body).with("Cache-Control", "no-store");
    }
}
