// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Credentials;
import io.lynchet.api.auth.ForeignTokens;
import io.lynchet.api.auth.Principal;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Recognises the admin token, sessions, API keys and the tokens of foreign issuers. A token of any other form, and one that is expired or
 * revoked, is refused: it is never taken for anonymous. The admin token works without a data service.
 */
final class CredentialCheck implements Authenticator {
    private final AdminToken adminToken;
    private final CallerLookup lookup;
    private final KnownCallers known;
    private final Collection<ForeignTokens> foreign;
    private final Supplier<String> app;

    /**
     * @param foreign those that are there at the moment; may change meanwhile
     * @param app name of the app, which is in the name of its cookie
     */
    CredentialCheck(
            AdminToken adminToken,
            CallerLookup lookup,
            KnownCallers known,
            Collection<ForeignTokens> foreign,
            Supplier<String> app) {
        this.adminToken = adminToken;
        this.lookup = lookup;
        this.known = known;
        this.foreign = foreign;
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
        if (token.startsWith(KeyRows.PREFIX)) {
            return found(token, () -> lookup.byKey(token));
        }
        return foreign.stream()
                .flatMap(issuer -> issuer.callerOf(token).stream())
                .findFirst()
                .orElseThrow(() -> refused("The token is not valid."));
    }

    private Caller found(String token, Supplier<Optional<KnownCallers.Known>> look) {
        String digest = Secrets.hash(token);
        KnownCallers.Known caller = known.get(digest);
        if (caller == null) {
            long moment = known.moment();
            caller = look.get().orElseThrow(() -> refused("The token is not valid."));
            known.keep(digest, caller, moment);
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
