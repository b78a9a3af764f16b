// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.data.DataService;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import java.time.Duration;

/** The route that sends a browser to a provider. */
public final class BeginSignIn implements Route {
    static final int ATTEMPTS_MAX = 60;
    static final Duration ATTEMPTS_WINDOW = Duration.ofMinutes(10);
    static final String ATTEMPT = "oauth.begin";

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/api/auth/login/{provider}", "Sends the browser to a provider to sign in there.")
            .open()
            .tagged("auth")
            .taking(
                    new Parameter(
                            "callback",
                            "string",
                            "Where the browser goes afterwards: a path of this server, or an address of a trusted"
                                    + " origin. Without it the response is JSON."),
                    new Parameter(
                            "error_callback",
                            "string",
                            "Where the browser goes when the sign-in fails, with the parameter error."))
            .succeeding(302)
            .sending(
                    AnswerHeader.always("Location", "The page of the provider."),
                    AnswerHeader.sometimes("Set-Cookie", "Ties the sign-in to this browser."));

    private final SignInFlow flow;

    public BeginSignIn(SignInFlow flow) {
        this.flow = flow;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        // Each sign-in that begins is a row.
        flow.services().attempts().call(attempts -> {
            attempts.take(ATTEMPT, request.remoteAddress(), ATTEMPTS_MAX, ATTEMPTS_WINDOW);
            return null;
        });
        return flow.begin(request, address(request, "callback"), address(request, "error_callback"));
    }

    private String address(Request request, String parameter) {
        return ReturnAddress.trusted(
                request.queryParameter(parameter), () -> flow.services().data().call(DataService::app));
    }
}
