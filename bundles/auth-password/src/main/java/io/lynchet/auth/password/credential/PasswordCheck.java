// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.credential;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.Request;
import io.lynchet.auth.password.credential.PasswordRows.Stored;
import io.lynchet.auth.password.request.PasswordMethod;
import io.lynchet.auth.password.request.PasswordServices;
import java.util.Optional;

/** The comparison of a password, and the opening of a session with it, which the routes share. */
public final class PasswordCheck {
    /** The id that is looked up for a missing account, so that both cases take the same work. */
    public static final String NOBODY = "0".repeat(40);

    private final PasswordServices services;
    private final PasswordHasher hasher;
    private final PasswordRows rows;
    private final AccountLocks locks = new AccountLocks();

    public PasswordCheck(PasswordServices services, PasswordHasher hasher, PasswordRows rows) {
        this.services = services;
        this.hasher = hasher;
        this.rows = rows;
    }

    public PasswordHasher hasher() {
        return hasher;
    }

    public PasswordRows rows() {
        return rows;
    }

    public AccountLocks locks() {
        return locks;
    }

    /**
     * Returns the stored password if it is this one. Fails with {@code INVALID_CREDENTIALS} otherwise, for any reason
     * and after the same work. {@link #current} tells whether the password still counts.
     */
    public Stored verify(Optional<Account> account, String password, Request request) {
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
     * Returns the verified password as it is stored now. Fails with {@code INVALID_CREDENTIALS} when it was replaced
     * since, or does not count for the account's current state. The caller holds the account's lock, so that the result
     * stays true.
     */
    public Stored current(String userId, Stored verified, Request request) {
        Optional<Stored> stored = rows.find(userId).filter(now -> isGood(userId, now, verified));
        return stored.orElseThrow(() -> failed(userId, request));
    }

    private boolean isGood(String userId, Stored stored, Stored verified) {
        Optional<Account> account = services.accounts.call(accounts -> accounts.byId(userId));
        return stored.hash().equals(verified.hash())
                && account.filter(stored::goodFor).isPresent();
    }

    /**
     * Opens a session. At the same time, another method may verify the account's address for another user, which ends
     * all open sessions and deletes the password. So this checks the password again after opening, which leaves no gap.
     */
    public SignedIn open(String userId, Stored stored, Request request) {
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
        return new LynchetException(ErrorCode.INVALID_CREDENTIALS, "The address or the password is wrong.");
    }
}
