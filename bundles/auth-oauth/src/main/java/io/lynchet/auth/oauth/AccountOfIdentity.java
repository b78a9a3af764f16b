// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.http.Request;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whose account an identity opens: the one to which it is linked, else the one with the address that the provider has verified, else a new
 * one. An address that the provider has not verified is nobody's.
 */
final class AccountOfIdentity {
    private final AuthServices services;

    AccountOfIdentity(AuthServices services) {
        this.services = services;
    }

    /** The account's id. */
    String find(String provider, Identity identity, Request request) {
        Optional<Account> linked = linked(provider, identity);
        if (linked.isPresent()) {
            return linked.get().id();
        }
        Optional<Account> known = byEmail(identity);
        if (known.isPresent()) {
            return adopt(known.get(), provider, identity, request);
        }
        return create(provider, identity, request);
    }

    private Optional<Account> linked(String provider, Identity identity) {
        return services.accounts().call(accounts -> accounts.byLink(provider, identity.subject()));
    }

    private Optional<Account> byEmail(Identity identity) {
        return identity.email() == null
                ? Optional.empty()
                : services.accounts().call(accounts -> accounts.byEmail(identity.email()));
    }

    private String adopt(Account account, String provider, Identity identity, Request request) {
        if (!account.emailVerified()) {
            // Somebody has signed up with an address that they never proved. From now on it is its owner's account.
            services.sessions().call(sessions -> sessions.revokeAll(account.id(), null));
            tell(accounts -> accounts.emailVerified(account.id(), identity.email()));
        }
        try {
            tell(accounts -> accounts.link(account.id(), provider, identity.subject()));
        } catch (LynchetException e) {
            return linkedMeanwhile(provider, identity, e);
        }
        services.record("account_linked", account.id(), request, provider);
        return account.id();
    }

    private String create(String provider, Identity identity, Request request) {
        NewAccount wanted = new NewAccount(
                identity.email(), identity.email() != null, identity.displayName(), identity.avatarUrl());
        Account made;
        try {
            made = services.accounts().call(accounts -> accounts.create(wanted));
        } catch (LynchetException e) {
            // Somebody has signed up with this address a moment ago.
            Optional<Account> known = e.code() == ErrorCode.EMAIL_TAKEN ? byEmail(identity) : Optional.empty();
            return adopt(known.orElseThrow(() -> e), provider, identity, request);
        }
        try {
            tell(accounts -> accounts.link(made.id(), provider, identity.subject()));
        } catch (LynchetException e) {
            // An account that nobody can get into must not keep the address.
            tell(accounts -> accounts.delete(made.id()));
            return linkedMeanwhile(provider, identity, e);
        }
        services.record("account_created", made.id(), request, provider);
        return made.id();
    }

    // The same person has come twice at a time, and the other request was faster.
    private String linkedMeanwhile(String provider, Identity identity, LynchetException conflict) {
        Optional<Account> linked =
                conflict.code() == ErrorCode.CONFLICT ? linked(provider, identity) : Optional.empty();
        return linked.orElseThrow(() -> conflict).id();
    }

    private void tell(Consumer<Accounts> call) {
        services.accounts().call(accounts -> {
            call.accept(accounts);
            return null;
        });
    }
}
