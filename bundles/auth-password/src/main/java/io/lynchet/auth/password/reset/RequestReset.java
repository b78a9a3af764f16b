// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.reset;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.OwnOrigin;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.password.request.PasswordBodies;
import io.lynchet.auth.password.request.PasswordLimits;
import io.lynchet.auth.password.request.SignInBody;
import io.lynchet.json.JsonWriter;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route that mails a token for a new password, if the address has an account. The response is the same, and as
 * fast, without one.
 */
public final class RequestReset implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/password/reset/request", "Mails a token for setting a new password.")
            .open()
            .tagged("auth")
            .failing(ErrorCode.MAIL_NOT_CONFIGURED)
            .schemas(PasswordBodies.RESET_REQUEST, PasswordBodies.RESET_SENT);

    private final PasswordLimits limits;
    private final ResetMails mails;
    private static final Logger LOG = LoggerFactory.getLogger(RequestReset.class);

    private final boolean dev;

    /**
     * Creates the route.
     *
     * @param dev whether the response has the token, since a developer has no mail server
     */
    public RequestReset(PasswordLimits limits, ResetMails mails, boolean dev) {
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
                LOG.warn("Development mode: the reset token for {} is {}.", email, text);
            });
        } else {
            mails.send(email);
        }
        return Response.json(200, json.endObject().toBytes());
    }
}
