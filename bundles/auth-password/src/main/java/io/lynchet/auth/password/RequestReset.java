// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.OwnOrigin;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a token for a new password to an address, if it is that of an account. The answer is the same, and as fast, if it is not. */
final class RequestReset implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/auth/password/reset/request",
                    "Mails a token with which a new password can be set.")
            .open()
            .tagged("auth")
            .failing(ErrorCode.MAIL_NOT_CONFIGURED)
            .schemas(Schemas.RESET_REQUEST, Schemas.RESET_SENT);

    private final PasswordLimits limits;
    private final ResetMails mails;
    private static final Logger LOG = LoggerFactory.getLogger(RequestReset.class);

    private final boolean dev;

    /** @param dev whether the answer has the token in it, since a developer has no mail server */
    RequestReset(PasswordLimits limits, ResetMails mails, boolean dev) {
        this.limits = limits;
        this.mails = mails;
        this.dev = dev;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        SignInBody body = new SignInBody(request, Set.of("email"));
        String email = body.email();
        body.check();
        if (!dev) {
            mails.checkPossible();
        }
        limits.requestReset(email, request.remoteAddress());
        JsonWriter json = new JsonWriter(128).beginObject().name("sent").value(true);
        if (dev) {
            Optional<String> token = mails.sendNow(email);
            token.ifPresent(text -> {
                if (OwnOrigin.sent(request)) {
                    json.name("dev_token").value(text);
                }
                LOG.warn("This is development: the reset token for {} is {}.", email, text);
            });
        } else {
            mails.send(email);
        }
        return Response.json(200, json.endObject().toBytes());
    }
}
