// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.caller;

import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Memberships;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Row;
import io.lynchet.auth.account.AccountRows;
import io.lynchet.auth.schema.TokenDigests;
import io.lynchet.auth.session.SessionTable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The read of a session or key from the store, and of the principal that it makes. */
public final class CallerLookup {
    private final SessionTable sessions;
    private final ApiKeyRows keys;
    private final AccountRows accounts;
    private final Gate<Memberships> memberships;

    public CallerLookup(SessionTable sessions, ApiKeyRows keys, AccountRows accounts, Gate<Memberships> memberships) {
        this.sessions = sessions;
        this.keys = keys;
        this.accounts = accounts;
        this.memberships = memberships;
    }

    Instant now() {
        return sessions.now();
    }

    /**
     * Returns the caller of a session token. Fails with {@code SECOND_FACTOR_REQUIRED} for a session that waits for
     * one.
     */
    Optional<CallerCache.Known> bySession(String token) {
        return sessions.row(TokenDigests.hash(token)).map(row -> {
            if (sessions.isAwaiting(row)) {
                throw SessionTable.awaited(row);
            }
            return session(row);
        });
    }

    private CallerCache.Known session(Row row) {
        String userId = (String) row.get("userId");
        boolean guest = (Boolean) row.get("guest");
        Optional<Account> account = guest ? Optional.empty() : accounts.byId(userId);
        Principal principal = principal(userId, account, (String) row.get("tenantId"), guest);
        return new CallerCache.Known(
                Caller.unlimited(principal, Caller.Kind.SESSION, row.id()), row.id(), userId, (Instant)
                        row.get("expiresAt"));
    }

    Optional<CallerCache.Known> byKey(String token) {
        return keys.row(token).map(row -> {
            String userId = (String) row.get("userId");
            String scopes = (String) row.get("scopes");
            Set<String> allowed = Arrays.stream(scopes.split(" ")).collect(Collectors.toSet());
            Principal principal = principal(userId, accounts.byId(userId), null, false);
            Caller caller = new Caller(principal, Caller.Kind.API_KEY, row.id(), allowed);
            return new CallerCache.Known(caller, row.id(), userId, (Instant) row.get("expiresAt"));
        });
    }

    private Principal principal(String userId, Optional<Account> account, String selected, boolean guest) {
        // An address counts for policies only once its owner has proven it.
        String email =
                account.filter(Account::emailVerified).map(Account::email).orElse(null);
        Set<String> roles = new TreeSet<>(account.map(Account::roles).orElse(Set.of()));
        Optional<String> role = selected == null
                ? Optional.empty()
                : memberships.<Optional<String>>call(service -> service.role(selected, userId));
        role.ifPresent(name -> roles.add(AccountRows.ORGANISATION_ROLE + name));
        return new Principal(userId, email, role.isPresent() ? selected : null, roles, false, guest);
    }
}
