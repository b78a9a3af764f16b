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
import io.lynchet.auth.password.request.PasswordBodies;
import io.lynchet.auth.password.request.PasswordServices;
import io.lynchet.auth.password.request.SignInBody;
import io.lynchet.auth.password.request.SignedInPerson;
import io.lynchet.auth.password.verify.EmailVerification.Sent;
import io.lynchet.json.JsonWriter;

/**
 * The route that mails the signed-in person a code that proves the account's address; never to an address in the
 * request.
 */
public final class SendVerification implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/email/send-verification",
                    "Mails a code that verifies the address of the signed-in user.")
            .tagged("auth")
            .failing(
                    ErrorCode.MISSING_EMAIL,
                    ErrorCode.MAIL_NOT_CONFIGURED,
                    ErrorCode.MAIL_FAILED,
                    ErrorCode.RECIPIENT_REFUSED)
            .schemas(PasswordBodies.NOTHING, PasswordBodies.VERIFICATION_SENT);

    private final PasswordServices services;
    private final EmailVerification verifications;

    public SendVerification(PasswordServices services, EmailVerification verifications) {
        this.services = services;
        this.verifications = verifications;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        SignedInPerson person = SignedInPerson.of(request);
        SignInBody.checkEmpty(request);
        Account account = services.account(person.userId());
        if (account.email() == null) {
            throw new LynchetException(ErrorCode.MISSING_EMAIL, "The account has no address.");
        }
        Sent sent = verifications.send(account, account.email(), request);
        services.record("verification_sent", account.id(), request);
        return answer(account.email(), sent);
    }

    static Response answer(String email, Sent sent) {
        JsonWriter json = new JsonWriter(128).beginObject();
        json.name("sent").value(true).name("email").value(email);
        if (sent.devCode() != null) {
            json.name("dev_code").value(sent.devCode());
        }
        return Response.json(200, json.endObject().toBytes());
    }
}
