// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.caller;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.TokenVerifier;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Credentials;
import io.lynchet.api.principal.Principal;
import io.lynchet.auth.schema.TokenDigests;
import io.lynchet.auth.session.SessionCookie;
import io.lynchet.auth.session.SessionTable;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The authenticator of the admin token, sessions, API keys and tokens of other issuers. It refuses a token of any other
 * form, and an expired or revoked one; it never treats them as anonymous. The admin token works without a data service.
 */
public final class CredentialVerifier implements Authenticator {
    private final AdminToken adminToken;
    private final CallerLookup lookup;
    private final CallerCache known;
    private final Collection<TokenVerifier> verifiers;
    private final Supplier<String> app;

    /**
     * Creates the authenticator.
     *
     * @param verifiers the present verifiers of other issuers' tokens; may change meanwhile
     * @param app the name of the app, which is part of its cookie's name
     */
    public CredentialVerifier(
            AdminToken adminToken,
            CallerLookup lookup,
            CallerCache known,
            Collection<TokenVerifier> verifiers,
            Supplier<String> app) {
        this.adminToken = adminToken;
        this.lookup = lookup;
        this.known = known;
        this.verifiers = verifiers;
        this.app = app;
    }

    @Override
    public Caller authenticate(Credentials credentials) {
        if (credentials.bearerToken() != null) {
            return of(credentials.bearerToken());
        }
        if (credentials.cookies() == null) {
            return Caller.ANONYMOUS;
        }
        String token = SessionCookie.token(credentials.cookies(), app.get());
        if (token == null || token.isEmpty()) {
            return Caller.ANONYMOUS;
        }
        if (!token.startsWith(SessionTable.TOKEN_PREFIX)) {
            throw refused("The token is not valid.");
        }
        return found(token, () -> lookup.bySession(token));
    }

    private Caller of(String token) {
        if (adminToken.is(token)) {
            return Caller.unlimited(Principal.ADMIN, Caller.Kind.ADMIN_TOKEN, null);
        }
        if (token.startsWith(SessionTable.TOKEN_PREFIX)) {
            return found(token, () -> lookup.bySession(token));
        }
        if (token.startsWith(ApiKeyRows.PREFIX)) {
            return found(token, () -> lookup.byKey(token));
        }
        return verifiers.stream()
                .flatMap(issuer -> issuer.callerOf(token).stream())
                .findFirst()
                .orElseThrow(() -> refused("The token is not valid."));
    }

    private Caller found(String token, Supplier<Optional<CallerCache.Known>> look) {
        String digest = TokenDigests.hash(token);
        CallerCache.Known caller = known.get(digest);
        if (caller == null) {
            long changeCount = known.changeCount();
            caller = look.get().orElseThrow(() -> refused("The token is not valid."));
            known.keep(digest, caller, changeCount);
        }
        if (caller.expiresAt() != null && !caller.expiresAt().isAfter(lookup.now())) {
            throw refused("The session or key has expired.");
        }
        return caller.caller();
    }

    private static LynchetException refused(String why) {
        return new LynchetException(ErrorCode.UNAUTHENTICATED, why);
    }
}
