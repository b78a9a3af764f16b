// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.http.Request;
import java.util.Optional;

/** The search for the account of an address whose mail the caller receives; it makes one when there is none. */
final class EmailAccountResolver {
    private final CodeServices services;

    EmailAccountResolver(CodeServices services) {
        this.services = services;
    }

    /** Returns the id of the account, whose address counts as verified from now on. */
    String account(String email, Request request) {
        Optional<Account> known = byEmail(email);
        if (known.isEmpty()) {
            try {
                return create(email, request);
            } catch (LynchetException e) {
                // Another request has registered the address since the look-up.
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

    // The creator of the account need not be the owner of the mailbox. Its sessions are ended before, so that a failure
    // on the way leaves none in a verified account. They are ended after as well, since new ones may have been opened
    // in between.
    private void verify(String userId, String email) {
        revokeAll(userId);
        services.accounts().call(accounts -> {
            accounts.emailVerified(userId, email);
            return null;
        });
        revokeAll(userId);
    }

    private void revokeAll(String userId) {
        services.sessions().call(sessions -> sessions.revokeAll(userId, null));
    }

    private Optional<Account> byEmail(String email) {
        return services.accounts().call(accounts -> accounts.byEmail(email));
    }

    // The name is a first guess, for apps whose users must have one; people can change it later.
    private String create(String email, Request request) {
        String name = email.substring(0, email.indexOf('@'));
        String userId = services.accounts()
                .call(accounts -> accounts.create(new NewAccount(email, true, name, null)))
                .id();
        services.record("account_created", userId, request, CodeMethod.NAME);
        return userId;
    }
}
