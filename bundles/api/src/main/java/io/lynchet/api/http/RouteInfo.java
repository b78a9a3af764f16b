// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import java.util.List;
import java.util.Objects;

/**
 * The description of a route: the requests it serves, the checks the router makes, and its entry in the OpenAPI
 * document.
 *
 * @param pattern an absolute path with parameters in braces, such as {@code /api/entities/{entity}/{id}}; a last
 *     segment {@code {name...}} takes the rest. Fixed segments win over parameters.
 * @param summary one sentence
 * @param tag the group of the route in the document
 * @param parameters the known query parameters; any other one is refused with {@code INVALID_PARAMETER}
 * @param pathParameters descriptions of parameters of the pattern; a parameter without one may be any text
 * @param anyParameter whether unknown query parameters are allowed, for routes that check their parameters themselves
 * @param access the credentials that the router requires
 * @param adminOnly whether the router refuses all other callers with {@code FORBIDDEN}
 * @param limited whether its requests count against the limits of their callers; wrong credentials always count
 * @param foreignPages whether web pages of any origin may send it requests that change something. Such a request may be
 *     forged, so the route itself must make sure that its user wanted it.
 * @param requestSchema the JSON schema of the body, or null when there is none or it is not JSON
 * @param responseSchema the JSON schema of the successful response, or null when it is not JSON
 * @param otherBodies the media types of the body beside JSON, or instead
 * @param answers the statuses and failures of its responses
 */
public record RouteInfo(
        HttpMethod method,
        String pattern,
        String summary,
        String tag,
        List<Parameter> parameters,
        List<Parameter> pathParameters,
        boolean anyParameter,
        Access access,
        boolean adminOnly,
        boolean limited,
        boolean foreignPages,
        JsonText requestSchema,
        JsonText responseSchema,
        List<Content> otherBodies,
        RouteAnswers answers) {
    /** The checks of a caller's credentials that the router makes before the route sees the request. */
    public enum Access {
        /** Valid credentials or none; an API key needs the scope {@code read}. */
        READ,
        /** Valid credentials or none; an API key needs the scope {@code write}. */
        WRITE,
        /**
         * Cookies are ignored, so that a user whose session has ended still gets pages and can sign in. A bearer token
         * must be valid here, too.
         */
        OPEN,
        /** No check: the caller is anonymous, and the route reads the headers itself. */
        UNCHECKED
    }

    public RouteInfo {
        Objects.requireNonNull(access);
        Objects.requireNonNull(method);
        Objects.requireNonNull(pattern);
        Objects.requireNonNull(answers);
        parameters = List.copyOf(parameters);
        pathParameters = List.copyOf(pathParameters);
        otherBodies = List.copyOf(otherBodies);
    }

    /**
     * Returns the description of a public route without parameters and schemas. A GET has {@link Access#READ}, other
     * methods have {@link Access#WRITE}.
     */
    public static RouteInfo of(HttpMethod method, String pattern, String summary) {
        Access access = method == HttpMethod.GET ? Access.READ : Access.WRITE;
        return new RouteInfo(
                method,
                pattern,
                summary,
                "app",
                List.of(),
                List.of(),
                false,
                access,
                false,
                true,
                false,
                null,
                null,
                List.of(),
                RouteAnswers.USUAL);
    }

    /** Returns the same for a POST that changes nothing. */
    public RouteInfo reading() {
        return with(Access.READ, adminOnly, limited, foreignPages);
    }

    /** Returns the same for pages, and for all requests before signing in. */
    public RouteInfo open() {
        return with(Access.OPEN, adminOnly, limited, foreignPages);
    }

    /** Returns the same for the few routes that need a token that is not valid any more. */
    public RouteInfo unchecked() {
        return with(Access.UNCHECKED, adminOnly, limited, foreignPages);
    }

    public RouteInfo forAdmins() {
        return with(access, true, limited, foreignPages);
    }

    /** Returns the same for monitoring, which needs its response most of all when the server is overloaded. */
    public RouteInfo unlimited() {
        return with(access, adminOnly, false, foreignPages);
    }

    /** Returns the same for callbacks of sign-in providers, which their pages send. */
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
                pathParameters,
                anyParameter,
                newAccess,
                onlyAdmins,
                counted,
                fromAnywhere,
                requestSchema,
                responseSchema,
                otherBodies,
                answers);
    }

    /** Returns the same with a status of the successful response other than 200. */
    public RouteInfo succeeding(int status) {
        return with(pathParameters, answers.withSuccess(status));
    }

    /** Returns the same with a status under which the same response reports a problem. */
    public RouteInfo unwell(int status) {
        return with(pathParameters, answers.withUnwell(status));
    }

    /** Returns the same for a route that responds with 304 without a body to a client that has the newest version. */
    public RouteInfo conditional() {
        return with(pathParameters, answers.withNotModified());
    }

    /** Returns the same with media types of the response beside JSON, or instead; replaces earlier ones. */
    public RouteInfo alsoAs(Content... types) {
        return with(pathParameters, answers.withTypes(List.of(types)));
    }

    /** Returns the same with headers that the route itself sends; replaces earlier ones. */
    public RouteInfo sending(AnswerHeader... headers) {
        return with(pathParameters, answers.withHeaders(List.of(headers)));
    }

    /** Returns the same with further responses that are no failures, such as redirects; replaces earlier ones. */
    public RouteInfo alsoAnswering(RouteAnswers.Other... others) {
        return with(pathParameters, answers.withOthers(List.of(others)));
    }

    /**
     * Returns the same with the operations that continue from the response, where they do not take its {@code id};
     * replaces earlier ones.
     */
    public RouteInfo leadingTo(RouteAnswers.Lead... leads) {
        return with(pathParameters, answers.withLeads(List.of(leads)));
    }

    /** Returns the same with the errors for requests that fit the schemas; replaces earlier ones. */
    public RouteInfo failing(ErrorCode... codes) {
        return with(pathParameters, answers.withFailures(List.of(codes)));
    }

    /** Returns the same with descriptions of parameters of the pattern; replaces earlier ones. */
    public RouteInfo inPath(Parameter... known) {
        return with(List.of(known), answers);
    }

    private RouteInfo with(List<Parameter> inPath, RouteAnswers newAnswers) {
        return new RouteInfo(
                method,
                pattern,
                summary,
                tag,
                parameters,
                inPath,
                anyParameter,
                access,
                adminOnly,
                limited,
                foreignPages,
                requestSchema,
                responseSchema,
                otherBodies,
                newAnswers);
    }

    public RouteInfo taking(Parameter... more) {
        return described(tag, List.of(more), anyParameter, requestSchema, responseSchema, otherBodies);
    }

    public RouteInfo takingAny() {
        return described(tag, parameters, true, requestSchema, responseSchema, otherBodies);
    }

    public RouteInfo tagged(String newTag) {
        return described(newTag, parameters, anyParameter, requestSchema, responseSchema, otherBodies);
    }

    /**
     * Returns the same with schemas, null for none. A body with a schema must be JSON; the router refuses others with
     * {@code UNSUPPORTED_MEDIA_TYPE}.
     */
    public RouteInfo schemas(String request, String response) {
        return described(
                tag,
                parameters,
                anyParameter,
                request == null ? null : new JsonText(request),
                response == null ? null : new JsonText(response),
                otherBodies);
    }

    /**
     * Returns the same with media types of the body beside JSON, or instead; replaces earlier ones. The router refuses
     * others with {@code UNSUPPORTED_MEDIA_TYPE}.
     */
    public RouteInfo takingAs(Content... bodies) {
        return described(tag, parameters, anyParameter, requestSchema, responseSchema, List.of(bodies));
    }

    private RouteInfo described(
            String newTag,
            List<Parameter> known,
            boolean allKnown,
            JsonText request,
            JsonText response,
            List<Content> bodies) {
        return new RouteInfo(
                method,
                pattern,
                summary,
                newTag,
                known,
                pathParameters,
                allKnown,
                access,
                adminOnly,
                limited,
                foreignPages,
                request,
                response,
                bodies,
                answers);
    }
}
