// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.password.credential.PasswordCheck;
import io.lynchet.auth.password.credential.PasswordRows.Stored;
import io.lynchet.auth.password.request.PasswordBodies;
import io.lynchet.auth.password.request.PasswordLimits;
import io.lynchet.auth.password.request.PasswordRules;
import io.lynchet.auth.password.request.PasswordServices;
import io.lynchet.auth.password.request.SignInBody;
import io.lynchet.auth.password.request.SignedInPerson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The route that replaces the password of a signed-in person who knows the current one. All their other sessions end.
 */
public final class ChangePassword implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/password/change",
                    "Replaces the password of the signed-in user and ends their other sessions.")
            .tagged("auth")
            .failing(ErrorCode.WEAK_PASSWORD)
            .schemas(PasswordBodies.CHANGE, PasswordBodies.CHANGED);

    private final PasswordServices services;
    private final PasswordCheck passwords;
    private final PasswordRules rules;
    private final PasswordLimits limits;

    public ChangePassword(
            PasswordServices services, PasswordCheck passwords, PasswordRules rules, PasswordLimits limits) {
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
        SignedInPerson person = SignedInPerson.of(request);
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
            // The new password is as well proven as the one that its owner signed in with.
            boolean proven = passwords.current(userId, verified, request).proven();
            passwords.rows().set(userId, new Stored(hash, proven));
            return services.sessions.call(sessions -> sessions.revokeAll(userId, person.sessionId()));
        });
        services.record("password_changed", userId, request);
        return Response.json(200, "{\"changed\":true}".getBytes(StandardCharsets.UTF_8));
    }
}
