// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The route to which a provider sends the browser back. It ignores the provider's own parameters. */
public final class FinishSignIn implements Route {
    static final List<String> PARAMETERS = List.of("state", "code", "error", "iss");
    static final String PATTERN = "/api/auth/callback/{provider}";
    private static final Parameter[] TOLD = PARAMETERS.stream()
            .map(name -> new Parameter(name, "string", "A parameter of the protocol; the server ignores others."))
            .toArray(Parameter[]::new);

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, PATTERN, "Takes the browser back from a provider and opens a session.")
            .open()
            .tagged("auth")
            .taking(TOLD)
            .takingAny()
            .failing(ErrorCode.OAUTH_INVALID_STATE, ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED)
            .alsoAnswering(SignInFlow.ON)
            .sending(SignInFlow.headers())
            .schemas(null, Sessions.ANSWER);

    private final SignInFlow flow;

    public FinishSignIn(SignInFlow flow) {
        this.flow = flow;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Map<String, String> answer = new HashMap<>();
        request.queryParameters().forEach((name, values) -> {
            if (PARAMETERS.contains(name)) {
                if (values.size() > 1) {
                    throw new LynchetException(ErrorCode.INVALID_PARAMETER, "The parameter " + name + " occurs twice.");
                }
                answer.put(name, values.get(0));
            }
        });
        return flow.finish(request, answer);
    }
}
