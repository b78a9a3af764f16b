// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.JsonText;
import java.util.List;
import java.util.Objects;

/**
 * What a route answers to, and how it is described in the OpenAPI document.
 *
 * @param pattern absolute path with parameters in braces, such as {@code /api/entities/{entity}/{id}}; a last segment {@code {name...}} takes
 *     the rest. Fixed segments win over parameters.
 * @param summary one sentence
 * @param tag groups routes in the document
 * @param parameters the query parameters that exist; any other one is refused with {@code INVALID_PARAMETER}
 * @param anyParameter switches that refusal off, for routes that check their parameters themselves
 * @param access which credentials the router wants to see
 * @param adminOnly whether the router refuses all others with {@code FORBIDDEN}
 * @param requestSchema JSON schema of the body, or null when there is none
 * @param responseSchema JSON schema of the successful answer, or null when it is not JSON
 */
public record RouteInfo(
        HttpMethod method,
        String pattern,
        String summary,
        String tag,
        List<Parameter> parameters,
        boolean anyParameter,
        Access access,
        boolean adminOnly,
        JsonText requestSchema,
        JsonText responseSchema) {
    /** What the router checks of a caller's credentials before the route sees the request. */
    public enum Access {
        /** Good credentials or none; an API key needs the scope {@code read}. */
        READ,
        /** The same with the scope {@code write}. */
        WRITE,
        /**
         * Cookies are not looked at, so that somebody whose session has ended still gets pages and can sign in. A bearer token has to be good
         * here, too.
         */
        OPEN,
        /** None: the caller is anonymous, and the route looks at the headers itself. */
        UNCHECKED
    }

    public RouteInfo {
        Objects.requireNonNull(access);
        Objects.requireNonNull(method);
        Objects.requireNonNull(pattern);
        parameters = List.copyOf(parameters);
    }

    /** A public route without parameters and schemas; a GET reads, the others write. */
    public static RouteInfo of(HttpMethod method, String pattern, String summary) {
        Access access = method == HttpMethod.GET ? Access.READ : Access.WRITE;
        return new RouteInfo(method, pattern, summary, "app", List.of(), false, access, false, null, null);
    }

    /** For a POST that changes nothing. */
    public RouteInfo reading() {
        return with(Access.READ);
    }

    /** For pages, and for everything that comes before signing in. */
    public RouteInfo open() {
        return with(Access.OPEN);
    }

    /** For the few routes that must know a token that is not valid any more. */
    public RouteInfo unchecked() {
        return with(Access.UNCHECKED);
    }

    private RouteInfo with(Access newAccess) {
        return new RouteInfo(
                method,
                pattern,
                summary,
                tag,
                parameters,
                anyParameter,
                newAccess,
                adminOnly,
                requestSchema,
                responseSchema);
    }

    public RouteInfo taking(Parameter... more) {
        return new RouteInfo(
                method,
                pattern,
                summary,
                tag,
                List.of(more),
                anyParameter,
                access,
                adminOnly,
                requestSchema,
                responseSchema);
    }

    public RouteInfo takingAny() {
        return new RouteInfo(
                method, pattern, summary, tag, parameters, true, access, adminOnly, requestSchema, responseSchema);
    }

    public RouteInfo forAdmins() {
        return new RouteInfo(
                method, pattern, summary, tag, parameters, anyParameter, access, true, requestSchema, responseSchema);
    }

    public RouteInfo tagged(String newTag) {
        return new RouteInfo(
                method,
                pattern,
                summary,
                newTag,
                parameters,
                anyParameter,
                access,
                adminOnly,
                requestSchema,
                responseSchema);
    }

    public RouteInfo schemas(String request, String response) {
        return new RouteInfo(
                method,
                pattern,
                summary,
                tag,
                parameters,
                anyParameter,
                access,
                adminOnly,
                request == null ? null : new JsonText(request),
                response == null ? null : new JsonText(response));
    }
}
