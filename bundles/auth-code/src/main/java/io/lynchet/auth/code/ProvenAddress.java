// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.http.Request;
import java.util.Optional;

/** Finds or makes the account of somebody who gets the mail of an address. */
final class ProvenAddress {
    private final Parts parts;

    ProvenAddress(Parts parts) {
        this.parts = parts;
    }

    /** Id of the account; from now on its address counts as verified. */
    String account(String email, Request request) {
        Optional<Account> known = byEmail(email);
        if (known.isEmpty()) {
            try {
                return create(email, request);
            } catch (LynchetException e) {
                // Somebody has registered the address since it was looked up.
                known = e.code() == ErrorCode.EMAIL_TAKEN ? byEmail(email) : Optional.empty();
                if (known.isEmpty()) {
                    throw e;
                }
            }
        }
        Account account = known.get();
        if (!account.emailVerified()) {
            verify(account.id(), email);
        }
        return account.id();
    }

    // Whoever made the account need not be who gets the mail. They are put out before, so that a failure on the way
    // leaves nobody inside a
    // verified account, and after, because they may have come back in between.
    private void verify(String userId, String email) {
        revokeAll(userId);
        parts.accounts().call(accounts -> {
            accounts.emailVerified(userId, email);
            return null;
        });
        revokeAll(userId);
    }

    private void revokeAll(String userId) {
        parts.sessions().call(sessions -> sessions.revokeAll(userId, null));
    }

    private Optional<Account> byEmail(String email) {
        return parts.accounts().call(accounts -> accounts.byEmail(email));
    }

    // The name is a first guess, for apps whose users must have one; people change it later.
    private String create(String email, Request request) {
        String name = email.substring(0, email.indexOf('@'));
        String userId = parts.accounts()
                .call(accounts -> accounts.create(new NewAccount(email, true, name, null)))
                .id();
        parts.record("account_created", userId, request, CodeMethod.NAME);
        return userId;
    }
}
