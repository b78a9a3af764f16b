// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import java.util.Set;

/**
 * Takes a code from a mail, in a session of the account for which it was sent. The code alone proves nothing: the account may have been made by
 * somebody else than who reads the mail. The session alone proves nothing either. Both together leave everything of the account as it is.
 */
final class VerifyEmail implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/email/verify",
                    "Proves the address of the signed-in user with a code that was mailed.")
            .tagged("auth")
            .schemas(Schemas.EMAIL_VERIFY, Schemas.VERIFIED);

    private final Services services;
    private final Passwords passwords;
    private final Verifications verifications;
    private final VerificationRows rows;

    VerifyEmail(Services services, Passwords passwords, Verifications verifications, VerificationRows rows) {
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
        Person person = Person.of(request);
        SignInBody body = new SignInBody(request, Set.of("code"));
        String code = body.code();
        body.check();
        Verification proven = take(person, code, request);
        Account before = passwords.locks().call(person.userId(), () -> confirm(person, proven));
        if (proven.email().equals(before.email())) {
            services.record("email_verified", person.userId(), request);
        } else {
            services.record("email_changed", person.userId(), request);
            leave(before, person);
        }
        JsonWriter json = new JsonWriter(64).beginObject();
        json.name("verified").value(true).name("emailVerified").value(rows.now());
        return Response.json(200, json.endObject().toBytes());
    }

    private Verification take(Person person, String code, Request request) {
        try {
            return verifications.take(person.userId(), code);
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.INVALID_CODE || e.code() == ErrorCode.RATE_LIMITED) {
                services.record("verification_failed", person.userId(), request);
            }
            throw e;
        }
    }

    private Account confirm(Person person, Verification proven) {
        Account before = services.account(person.userId());
        // Sent before the account got another address.
        if (!proven.accountEmail().equals(before.email())) {
            throw Verifications.wrong();
        }
        services.accounts.call(accounts -> {
            accounts.emailConfirmed(person.userId(), person.sessionId(), proven.email());
            return null;
        });
        // A password that is older than another proof of the address is not this person's, and stays as bad as it is.
        if (!before.emailVerified()) {
            passwords.rows().prove(person.userId());
        }
        return before;
    }

    // Whoever else is signed in may be the reason for the change.
    private void leave(Account before, Person person) {
        services.sessions.call(sessions -> sessions.revokeAll(person.userId(), person.sessionId()));
        if (before.emailVerified()) {
            verifications.tellChanged(before);
        }
    }
}
