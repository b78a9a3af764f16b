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
 * @param limited whether its requests count against the limits of their callers; wrong credentials always count
 * @param foreignPages whether web pages of any origin may send it requests that change something. Such a request may be forged, so the
 *     route itself has to make sure that its user wanted it.
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
        boolean limited,
        boolean foreignPages,
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
        return new RouteInfo(method, pattern, summary, "app", List.of(), false, access, false, true, false, null, null);
    }

    /** For a POST that changes nothing. */
    public RouteInfo reading() {
        return with(Access.READ, adminOnly, limited, foreignPages);
    }

    /** For pages, and for everything that comes before signing in. */
    public RouteInfo open() {
        return with(Access.OPEN, adminOnly, limited, foreignPages);
    }

    /** For the few routes that must know a token that is not valid any more. */
    public RouteInfo unchecked() {
        return with(Access.UNCHECKED, adminOnly, limited, foreignPages);
    }

    public RouteInfo forAdmins() {
        return with(access, true, limited, foreignPages);
    }

    /** For what watches the server, and must get its answer above all when there is too much to do. */
    public RouteInfo unlimited() {
        return with(access, adminOnly, false, foreignPages);
    }

    /** For the answers of sign-in providers, whose pages send them. */
    public RouteInfo forForeignPages() {
        return with(access, adminOnly, limited, true);
    }

    private RouteInfo with(Access newAccess, boolean onlyAdmins, boolean counted, boolean fromAnywhere) {
        return new RouteInfo(
                method,
                pattern,
                summary,
                tag,
                parameters,
                anyParameter,
                newAccess,
                onlyAdmins,
                counted,
                fromAnywhere,
                requestSchema,
                responseSchema);
    }

    public RouteInfo taking(Parameter... more) {
        return described(tag, List.of(more), anyParameter, requestSchema, responseSchema);
    }

    public RouteInfo takingAny() {
        return described(tag, parameters, true, requestSchema, responseSchema);
    }

    public RouteInfo tagged(String newTag) {
        return described(newTag, parameters, anyParameter, requestSchema, responseSchema);
    }

    /** Null for none. A body with a schema has to be JSON; the router refuses others with {@code UNSUPPORTED_MEDIA_TYPE}. */
    public RouteInfo schemas(String request, String response) {
        return described(
                tag,
                parameters,
                anyParameter,
                request == null ? null : new JsonText(request),
                response == null ? null : new JsonText(response));
    }

    private RouteInfo described(
            String newTag, List<Parameter> known, boolean allKnown, JsonText request, JsonText response) {
        return new RouteInfo(
                method,
                pattern,
                summary,
                newTag,
                known,
                allKnown,
                access,
                adminOnly,
                limited,
                foreignPages,
                request,
                response);
    }
}
