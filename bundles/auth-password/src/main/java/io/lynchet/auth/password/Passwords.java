// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.Request;
import io.lynchet.auth.password.PasswordRows.Stored;
import java.util.Optional;

/** What the routes share: comparing a password, and opening a session with it. */
final class Passwords {
    /** Looked up in the place of an account that is not there, so that both are the same work. */
    static final String NOBODY = "0".repeat(40);

    private final Services services;
    private final PasswordHasher hasher;
    private final PasswordRows rows;
    private final AccountLocks locks = new AccountLocks();

    Passwords(Services services, PasswordHasher hasher, PasswordRows rows) {
        this.services = services;
        this.hasher = hasher;
        this.rows = rows;
    }

    PasswordHasher hasher() {
        return hasher;
    }

    PasswordRows rows() {
        return rows;
    }

    AccountLocks locks() {
        return locks;
    }

    /**
     * The stored password if it is this one; {@code INVALID_CREDENTIALS} when it is not, for whichever reason and after the same work. Whether
     * it is still good is for {@link #current} to say.
     */
    Stored verify(Optional<Account> account, String password, Request request) {
        String userId = account.map(Account::id).orElse(null);
        Optional<Stored> stored = rows.find(userId == null ? NOBODY : userId);
        if (stored.isEmpty()) {
            hasher.pretend(password);
        } else if (hasher.matches(password, stored.get().hash())) {
            return stored.get();
        }
        throw failed(userId, request);
    }

    /**
     * The password that was verified as it is stored now; {@code INVALID_CREDENTIALS} when it was replaced since, or is none for the account as
     * it is now. To be called with the account's lock, so that it stays like that.
     */
    Stored current(String userId, Stored verified, Request request) {
        Optional<Stored> stored = rows.find(userId).filter(now -> isGood(userId, now, verified));
        return stored.orElseThrow(() -> failed(userId, request));
    }

    private boolean isGood(String userId, Stored stored, Stored verified) {
        Optional<Account> account = services.accounts.call(accounts -> accounts.byId(userId));
        return stored.hash().equals(verified.hash())
                && account.filter(stored::goodFor).isPresent();
    }

    /**
     * Opens a session. Another method may have verified the address of the account for somebody else at the same time, which ended all sessions
     * that were open and took the password away: looking again after opening leaves no gap between the two.
     */
    SignedIn open(String userId, Stored stored, Request request) {
        return services.sessions.call(sessions -> {
            SignedIn signedIn = sessions.open(userId, PasswordMethod.NAME, request);
            if (rows.find(userId).filter(now -> isGood(userId, now, stored)).isEmpty()) {
                sessions.revoke(signedIn.sessionId());
                throw refused();
            }
            return signedIn;
        });
    }

    private LynchetException failed(String userId, Request request) {
        services.record("sign_in_failed", userId, request);
        return refused();
    }

    static LynchetException refused() {
        return new LynchetException(ErrorCode.INVALID_CREDENTIALS, "Address and password do not belong together.");
    }
}
