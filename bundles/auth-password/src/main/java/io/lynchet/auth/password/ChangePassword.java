// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.password.PasswordRows.Stored;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Replaces the password of whoever is signed in and knows the current one; all their other sessions end. */
final class ChangePassword implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/password/change",
                    "Replaces the password of the signed-in user and ends their other sessions.")
            .tagged("auth")
            .failing(ErrorCode.WEAK_PASSWORD)
            .schemas(Schemas.CHANGE, Schemas.CHANGED);

    private final Services services;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final PasswordLimits limits;

    ChangePassword(Services services, Passwords passwords, PasswordRules rules, PasswordLimits limits) {
        this.services = services;
        this.passwords = passwords;
        this.rules = rules;
        this.limits = limits;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Person person = Person.of(request);
        String userId = person.userId();
        SignInBody body = new SignInBody(request, Set.of("current_password", "new_password"));
        String current = body.password("current_password");
        String wanted = body.password("new_password");
        body.check();
        Optional<Account> account = services.accounts.call(accounts -> accounts.byId(userId));
        rules.check("new_password", wanted, account.map(Account::email).orElse(null));
        limits.change(userId);
        Stored verified = passwords.verify(account, current, request);
        String hash = passwords.hasher().hash(wanted);
        passwords.locks().call(userId, () -> {
            // The new one is as well proven as the one that let its owner get here.
            boolean proven = passwords.current(userId, verified, request).proven();
            passwords.rows().set(userId, new Stored(hash, proven));
            return services.sessions.call(sessions -> sessions.revokeAll(userId, person.sessionId()));
        });
        services.record("password_changed", userId, request);
        return Response.json(200, "{\"changed\":true}".getBytes(StandardCharsets.UTF_8));
    }
}
