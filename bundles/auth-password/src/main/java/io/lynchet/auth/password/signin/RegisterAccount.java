// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
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
import io.lynchet.auth.password.verify.EmailVerification;
import io.lynchet.auth.password.verify.EmailVerification.Sent;
import java.util.Set;

/**
 * The route that makes an account with a password and signs it in. The address stays unverified until a user proves
 * that mail reaches them. A code for that is mailed at once, if there is a mailer.
 */
public final class RegisterAccount implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/password/register", "Creates an account with a password and signs in.")
            .open()
            .tagged("auth")
            .sending(Sessions.COOKIE)
            .failing(ErrorCode.WEAK_PASSWORD, ErrorCode.INVALID_EMAIL, ErrorCode.INVALID_DATA, ErrorCode.EMAIL_TAKEN)
            .schemas(PasswordBodies.REGISTER, PasswordBodies.REGISTERED);

    private final PasswordServices services;
    private final PasswordCheck passwords;
    private final PasswordRules rules;
    private final PasswordLimits limits;
    private final EmailVerification verifications;

    public RegisterAccount(
            PasswordServices services,
            PasswordCheck passwords,
            PasswordRules rules,
            PasswordLimits limits,
            EmailVerification verifications) {
        this.services = services;
        this.passwords = passwords;
        this.rules = rules;
        this.limits = limits;
        this.verifications = verifications;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        SignInBody body = new SignInBody(request, Set.of("email", "password", "displayName"));
        String email = body.email();
        String password = body.password("password");
        String displayName = body.displayName();
        body.check();
        rules.check("password", password, email);
        limits.register(request.remoteAddress());
        // Before the account is looked up, so that both cases take the same work.
        Stored stored = new Stored(passwords.hasher().hash(password), false);
        if (services.accounts.call(accounts -> accounts.byEmail(email)).isPresent()) {
            throw new LynchetException(ErrorCode.EMAIL_TAKEN, "Another account has this address.");
        }
        Account account =
                services.accounts.call(accounts -> accounts.create(new NewAccount(email, false, displayName, null)));
        SignedIn signedIn = signIn(account.id(), stored, request);
        String more = sent(verifications.trySend(account, request));
        return services.sessions.call(sessions -> sessions.answer(200, signedIn, more, request));
    }

    private static String sent(Sent sent) {
        String mailed = "\"verification_email_sent\":" + sent.mailed();
        return sent.devCode() == null ? mailed : mailed + ",\"dev_code\":\"" + sent.devCode() + "\"";
    }

    // Account and password are rows of two bundles, so no commit covers both. An account whose password was not written
    // is deleted; otherwise its address would be taken for ever.
    private SignedIn signIn(String userId, Stored stored, Request request) {
        try {
            passwords.rows().set(userId, stored);
        } catch (RuntimeException e) {
            takeBack(userId, e);
            throw e;
        }
        services.record("account_created", userId, request);
        return passwords.open(userId, stored, request);
    }

    private void takeBack(String userId, RuntimeException reason) {
        try {
            services.accounts.call(accounts -> {
                accounts.delete(userId);
                return null;
            });
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }
}
