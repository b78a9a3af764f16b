// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Credentials;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.row.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recognises the admin token, sessions and API keys. A token of any other form, and one that is expired or revoked, is refused: it is never
 * taken for anonymous. The admin token works without a data service.
 */
final class CredentialCheck implements Authenticator {
    private final AdminToken adminToken;
    private final SessionRows sessions;
    private final ApiKeys keys;
    private final AccountRows accounts;
    private final KnownCallers known;

    CredentialCheck(
            AdminToken adminToken, SessionRows sessions, ApiKeys keys, AccountRows accounts, KnownCallers known) {
        this.adminToken = adminToken;
        this.sessions = sessions;
        this.keys = keys;
        this.accounts = accounts;
        this.known = known;
    }

    @Override
    public Caller authenticate(Credentials credentials) {
        if (credentials.bearerToken() != null) {
            return of(credentials.bearerToken());
        }
        if (credentials.cookies() == null) {
            return Caller.ANONYMOUS;
        }
        String token = SessionCookie.token(credentials.cookies(), sessions.app());
        return token == null || token.isEmpty() ? Caller.ANONYMOUS : ofSession(token);
    }

    private Caller of(String token) {
        if (adminToken.is(token)) {
            return Caller.unlimited(Principal.ADMIN, Caller.Kind.ADMIN_TOKEN, null);
        }
        return token.startsWith(ApiKeys.PREFIX) ? found(token, () -> ofKey(token)) : ofSession(token);
    }

    private Caller ofSession(String token) {
        if (!token.startsWith(SessionRows.TOKEN_PREFIX)) {
            throw refused("The token is not valid.");
        }
        return found(token, () -> sessions.row(Secrets.hash(token)).map(this::session));
    }

    private Caller found(String token, java.util.function.Supplier<Optional<KnownCallers.Known>> look) {
        String digest = Secrets.hash(token);
        KnownCallers.Known caller = known.get(digest);
        if (caller == null) {
            long moment = known.moment();
            caller = look.get().orElseThrow(() -> refused("The token is not valid."));
            known.keep(digest, caller, moment);
        }
        if (caller.expiresAt() != null && !caller.expiresAt().isAfter(sessions.now())) {
            throw refused("The session or key has expired.");
        }
        return caller.caller();
    }

    private KnownCallers.Known session(Row row) {
        String userId = (String) row.get("userId");
        boolean guest = (Boolean) row.get("guest");
        Optional<Account> account = guest ? Optional.empty() : accounts.byId(userId);
        Principal principal = principal(userId, account, (String) row.get("tenantId"), guest);
        return new KnownCallers.Known(
                Caller.unlimited(principal, Caller.Kind.SESSION, row.id()), row.id(), userId, (Instant)
                        row.get("expiresAt"));
    }

    private Optional<KnownCallers.Known> ofKey(String token) {
        return keys.row(token).map(row -> {
            String userId = (String) row.get("userId");
            String scopes = (String) row.get("scopes");
            Set<String> allowed = Arrays.stream(scopes.split(" ")).collect(Collectors.toSet());
            Principal principal = principal(userId, accounts.byId(userId), null, false);
            Caller caller = new Caller(principal, Caller.Kind.API_KEY, row.id(), allowed);
            return new KnownCallers.Known(caller, row.id(), userId, (Instant) row.get("expiresAt"));
        });
    }

    // An address counts for policies only once somebody has proven that it is theirs.
    private static Principal principal(String userId, Optional<Account> account, String tenantId, boolean guest) {
        String email =
                account.filter(Account::emailVerified).map(Account::email).orElse(null);
        Set<String> roles = account.map(Account::roles).orElse(Set.of());
        return new Principal(userId, email, tenantId, roles, false, guest);
    }

    private static LynchetException refused(String why) {
        return new LynchetException(ErrorCode.UNAUTHENTICATED, why);
    }
}
