// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.oauth.request.ProviderRequests;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The route for providers that send the browser back with a form. Such a request comes from the provider's page, so
 * browsers send no Lax cookie with it. Without the cookie, the browser is redirected to the same address by GET, which
 * has it.
 */
public final class FinishSignInByPost implements Route {
    private static final int FORM_BYTES_MAX = 16 * 1024;
    private static final String FORM = "application/x-www-form-urlencoded";

    /** The schema of the form; further fields are ignored. */
    private static final String FORM_SCHEMA = FinishSignIn.PARAMETERS.stream()
            .map(name -> "\"" + name + "\":{\"type\":\"string\"}")
            .collect(Collectors.joining(",", "{\"type\":\"object\",\"properties\":{", "}}"));

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    FinishSignIn.PATTERN,
                    "Takes the browser back from a provider that responds with a form.")
            .open()
            // The provider's page sends it. State and cookie tell whether this browser has begun the sign-in.
            .forForeignPages()
            .tagged("auth")
            .failing(ErrorCode.INVALID_DATA, ErrorCode.OAUTH_INVALID_STATE, ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED)
            .takingAs(Content.of(FORM, FORM_SCHEMA))
            .alsoAnswering(
                    SignInFlow.ON,
                    new RouteAnswers.Other(
                            303, "The browser goes to the same address by GET, which includes its cookie."))
            .sending(headers())
            .schemas(null, Sessions.ANSWER);

    private final SignInFlow flow;

    public FinishSignInByPost(SignInFlow flow) {
        this.flow = flow;
    }

    private static AnswerHeader[] headers() {
        return Stream.concat(
                        Stream.of(SignInFlow.headers()),
                        Stream.of(AnswerHeader.always("Location", "The same address with the form in its query.")
                                .on(303)))
                .toArray(AnswerHeader[]::new);
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Map<String, String> answer = form(request);
        String state = answer.get("state");
        if (state == null || SignInCookie.read(state, request) != null) {
            return flow.finish(request, answer);
        }
        return Response.empty(303)
                .with(
                        "Location",
                        "/api/auth/callback/" + ProviderRequests.encode(request.pathParameter("provider")) + "?"
                                + ProviderRequests.encode(answer))
                .with("Cache-Control", "no-store");
    }

    private static Map<String, String> form(Request request) {
        byte[] body = request.body();
        if (body.length > FORM_BYTES_MAX) {
            throw new LynchetException(ErrorCode.PAYLOAD_TOO_LARGE, "The form has more than 16 KiB.");
        }
        Map<String, String> form = new LinkedHashMap<>();
        try {
            for (String field : new String(body, StandardCharsets.UTF_8).split("&")) {
                int equals = field.indexOf('=');
                String name = decode(equals < 0 ? field : field.substring(0, equals));
                if (FinishSignIn.PARAMETERS.contains(name)
                        && form.put(name, equals < 0 ? "" : decode(field.substring(equals + 1))) != null) {
                    throw new LynchetException(ErrorCode.INVALID_DATA, "The field " + name + " occurs twice.");
                }
            }
        } catch (IllegalArgumentException e) {
            throw new LynchetException(ErrorCode.INVALID_DATA, "The encoding of the form is invalid.");
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
