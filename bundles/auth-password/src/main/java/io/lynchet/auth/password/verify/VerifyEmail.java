// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.verify;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.password.credential.PasswordCheck;
import io.lynchet.auth.password.request.PasswordBodies;
import io.lynchet.auth.password.request.PasswordServices;
import io.lynchet.auth.password.request.SignInBody;
import io.lynchet.auth.password.request.SignedInPerson;
import io.lynchet.json.JsonWriter;
import java.util.Set;

/**
 * The route that takes a mailed code, in a session of the account that it was mailed for. The code alone proves
 * nothing: the account may have been made by another person than the reader of the mail. The session alone proves
 * nothing either. With both, everything of the account stays as it is.
 */
public final class VerifyEmail implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/email/verify",
                    "Verifies the address of the signed-in user with a mailed code.")
            .tagged("auth")
            .schemas(PasswordBodies.EMAIL_VERIFY, PasswordBodies.VERIFIED);

    private final PasswordServices services;
    private final PasswordCheck passwords;
    private final EmailVerification verifications;
    private final VerificationRows rows;

    public VerifyEmail(
            PasswordServices services,
            PasswordCheck passwords,
            EmailVerification verifications,
            VerificationRows rows) {
        this.services = services;
        this.passwords = passwords;
        this.verifications = verifications;
        this.rows = rows;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        SignedInPerson person = SignedInPerson.of(request);
        SignInBody body = new SignInBody(request, Set.of("code"));
        String code = body.code();
        body.check();
        PendingVerification pending = take(person, code, request);
        Account before = passwords.locks().call(person.userId(), () -> confirm(person, pending));
        if (pending.email().equals(before.email())) {
            services.record("email_verified", person.userId(), request);
        } else {
            services.record("email_changed", person.userId(), request);
            leave(before, person);
        }
        JsonWriter json = new JsonWriter(64).beginObject();
        json.name("verified").value(true).name("emailVerified").value(rows.now());
        return Response.json(200, json.endObject().toBytes());
    }

    private PendingVerification take(SignedInPerson person, String code, Request request) {
        try {
            return verifications.take(person.userId(), code);
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.INVALID_CODE || e.code() == ErrorCode.RATE_LIMITED) {
                services.record("verification_failed", person.userId(), request);
            }
            throw e;
        }
    }

    private Account confirm(SignedInPerson person, PendingVerification pending) {
        Account before = services.account(person.userId());
        // Mailed before the account got another address.
        if (!pending.accountEmail().equals(before.email())) {
            throw EmailVerification.wrong();
        }
        services.accounts.call(accounts -> {
            accounts.emailConfirmed(person.userId(), person.sessionId(), pending.email());
            return null;
        });
        // A password that is older than another proof of the address is not this person's, and stays unproven.
        if (!before.emailVerified()) {
            passwords.rows().prove(person.userId());
        }
        return before;
    }

    // Another signed-in person may be the reason for the change.
    private void leave(Account before, SignedInPerson person) {
        services.sessions.call(sessions -> sessions.revokeAll(person.userId(), person.sessionId()));
        if (before.emailVerified()) {
            verifications.tellChanged(before);
        }
    }
}
