// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.reset;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.password.credential.PasswordCheck;
import io.lynchet.auth.password.credential.PasswordRows.Stored;
import io.lynchet.auth.password.credential.ResetRows;
import io.lynchet.auth.password.credential.ResetRows.Reset;
import io.lynchet.auth.password.request.PasswordBodies;
import io.lynchet.auth.password.request.PasswordLimits;
import io.lynchet.auth.password.request.PasswordRules;
import io.lynchet.auth.password.request.PasswordServices;
import io.lynchet.auth.password.request.SignInBody;
import java.util.Set;

/**
 * The route that sets a new password for the reader of the mail, ends all sessions of the account and opens a new one.
 * Since the mail arrived, it also verifies the address.
 */
public final class CompleteReset implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/password/reset/complete",
                    "Sets a new password with a token from a mail, ends all sessions and signs in.")
            .open()
            .tagged("auth")
            .sending(Sessions.COOKIE)
            .failing(ErrorCode.WEAK_PASSWORD)
            .schemas(PasswordBodies.RESET_COMPLETE, Sessions.ANSWER);

    private final PasswordServices services;
    private final PasswordCheck passwords;
    private final ResetRows resets;
    private final PasswordRules rules;
    private final PasswordLimits limits;

    public CompleteReset(
            PasswordServices services,
            PasswordCheck passwords,
            ResetRows resets,
            PasswordRules rules,
            PasswordLimits limits) {
        this.services = services;
        this.passwords = passwords;
        this.resets = resets;
        this.rules = rules;
        this.limits = limits;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        SignInBody body = new SignInBody(request, Set.of("token", "new_password"));
        String token = body.token();
        String password = body.password("new_password");
        body.check();
        limits.completeReset(request.remoteAddress());
        Reset reset = resets.find(token);
        rules.check("new_password", password, reset.email());
        Stored next = new Stored(passwords.hasher().hash(password), true);
        SignedIn signedIn = passwords.locks().call(reset.userId(), () -> complete(token, next, request));
        services.record("password_reset", reset.userId(), request);
        return services.sessions.call(sessions -> sessions.answer(200, signedIn, "", request));
    }

    // The sessions end first: if a later step fails, the token of a verified account is still valid and can be sent
    // again.
    private SignedIn complete(String token, Stored next, Request request) {
        Reset reset = resets.find(token);
        String userId = reset.userId();
        Account account = services.accounts
                .call(accounts -> accounts.byId(userId))
                .filter(found -> reset.email().equals(found.email()))
                .orElseThrow(ResetRows::badToken);
        services.sessions.call(sessions -> sessions.revokeAll(userId, null));
        if (account.emailVerified()) {
            passwords.rows().setByReset(userId, next, reset.id());
        } else {
            takeOver(reset, next);
        }
        return passwords.open(userId, next, request);
    }

    // Proving the address deletes all credentials of the account's creator, passwords and tokens included. So the new
    // password is set after it. A user who is interrupted between the two asks for another token.
    private void takeOver(Reset reset, Stored next) {
        resets.useUp(reset);
        services.accounts.call(accounts -> {
            accounts.emailVerified(reset.userId(), reset.email());
            return null;
        });
        passwords.rows().set(reset.userId(), next);
    }
}
