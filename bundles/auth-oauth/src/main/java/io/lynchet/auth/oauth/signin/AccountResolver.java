// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.http.Request;
import io.lynchet.auth.oauth.provider.Identity;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The search for the account of an identity: the linked one, else the one with the address that the provider has
 * verified, else a new one. An address that the provider has not verified is ignored.
 */
final class AccountResolver {
    private final OAuthServices services;

    AccountResolver(OAuthServices services) {
        this.services = services;
    }

    /** Returns the account's id. */
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
            // The account was registered with an address that was never proven. From now on it is its owner's account.
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
            // Another request has just registered this address.
            Optional<Account> known = e.code() == ErrorCode.EMAIL_TAKEN ? byEmail(identity) : Optional.empty();
            return adopt(known.orElseThrow(() -> e), provider, identity, request);
        }
        try {
            tell(accounts -> accounts.link(made.id(), provider, identity.subject()));
        } catch (LynchetException e) {
            // An account that its owner can't sign in to must not keep the address.
            tell(accounts -> accounts.delete(made.id()));
            return linkedMeanwhile(provider, identity, e);
        }
        services.record("account_created", made.id(), request, provider);
        return made.id();
    }

    // The user has signed in twice at the same time, and the other request was faster.
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
