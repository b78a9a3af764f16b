// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.password.PasswordRows.Stored;
import io.lynchet.auth.password.Verifications.Sent;
import java.util.Optional;
import java.util.Set;

/**
 * Mails a code to the address that the account of whoever is signed in is to have. Nothing changes before {@link VerifyEmail} has got it. The
 * password is asked for, since who controls the address can take the account over.
 */
final class ChangeEmail implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/email/change",
                    "Mails a code to a new address, with which the signed-in user can make it theirs.")
            .tagged("auth")
            .failing(
                    ErrorCode.EMAIL_TAKEN,
                    ErrorCode.MAIL_NOT_CONFIGURED,
                    ErrorCode.MAIL_FAILED,
                    ErrorCode.RECIPIENT_REFUSED)
            .schemas(Schemas.EMAIL_CHANGE, Schemas.VERIFICATION_SENT);

    private final Services services;
    private final Passwords passwords;
    private final PasswordLimits limits;
    private final Verifications verifications;

    ChangeEmail(Services services, Passwords passwords, PasswordLimits limits, Verifications verifications) {
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
        Person person = Person.of(request);
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

    private void checkFree(String email, Person person) {
        Optional<Account> other = services.accounts.call(accounts -> accounts.byEmail(email));
        if (other.filter(account -> !account.id().equals(person.userId())).isPresent()) {
            throw new LynchetException(ErrorCode.EMAIL_TAKEN, "Another account has this address.");
        }
    }
}
