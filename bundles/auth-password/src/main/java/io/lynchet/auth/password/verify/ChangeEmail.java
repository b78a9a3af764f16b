// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.verify;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.password.credential.PasswordCheck;
import io.lynchet.auth.password.credential.PasswordRows.Stored;
import io.lynchet.auth.password.request.PasswordBodies;
import io.lynchet.auth.password.request.PasswordLimits;
import io.lynchet.auth.password.request.PasswordServices;
import io.lynchet.auth.password.request.SignInBody;
import io.lynchet.auth.password.request.SignedInPerson;
import io.lynchet.auth.password.verify.EmailVerification.Sent;
import java.util.Optional;
import java.util.Set;

/**
 * The route that mails a code to the new address of the signed-in person's account. The address changes only when
 * {@link VerifyEmail} gets the code. The password is required, since the holder of the address can take the account
 * over.
 */
public final class ChangeEmail implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/email/change", "Mails a code to a new address of the signed-in user.")
            .tagged("auth")
            .failing(
                    ErrorCode.EMAIL_TAKEN,
                    ErrorCode.MAIL_NOT_CONFIGURED,
                    ErrorCode.MAIL_FAILED,
                    ErrorCode.RECIPIENT_REFUSED)
            .schemas(PasswordBodies.EMAIL_CHANGE, PasswordBodies.VERIFICATION_SENT);

    private final PasswordServices services;
    private final PasswordCheck passwords;
    private final PasswordLimits limits;
    private final EmailVerification verifications;

    public ChangeEmail(
            PasswordServices services,
            PasswordCheck passwords,
            PasswordLimits limits,
            EmailVerification verifications) {
        this.services = services;
        this.passwords = passwords;
        this.limits = limits;
        this.verifications = verifications;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        SignedInPerson person = SignedInPerson.of(request);
        SignInBody body = new SignInBody(request, Set.of("email", "password"));
        String typed = body.email();
        String password = body.password("password");
        body.check();
        String email = EmailAddress.canonical(typed);
        limits.change(person.userId());
        Optional<Account> account = services.accounts.call(accounts -> accounts.byId(person.userId()));
        Stored verified = passwords.verify(account, password, request);
        passwords.locks().call(person.userId(), () -> passwords.current(person.userId(), verified, request));
        checkFree(email, person);
        Sent sent = verifications.send(account.orElseThrow(), email, request);
        services.record("email_change_requested", person.userId(), request);
        return SendVerification.answer(email, sent);
    }

    private void checkFree(String email, SignedInPerson person) {
        Optional<Account> other = services.accounts.call(accounts -> accounts.byEmail(email));
        if (other.filter(account -> !account.id().equals(person.userId())).isPresent()) {
            throw new LynchetException(ErrorCode.EMAIL_TAKEN, "Another account has this address.");
        }
    }
}
