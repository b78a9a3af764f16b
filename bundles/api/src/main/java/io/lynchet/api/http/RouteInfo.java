// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.ErrorCode;
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
 * @param pathParameters what is known about parameters of the pattern; a parameter that is not named here may be any text
 * @param anyParameter switches that refusal off, for routes that check their parameters themselves
 * @param access which credentials the router wants to see
 * @param adminOnly whether the router refuses all others with {@code FORBIDDEN}
 * @param limited whether its requests count against the limits of their callers; wrong credentials always count
 * @param foreignPages whether web pages of any origin may send it requests that change something. Such a request may be forged, so the
 *     route itself has to make sure that its user wanted it.
 * @param requestSchema JSON schema of the body, or null when there is none or it is not JSON
 * @param responseSchema JSON schema of the successful answer, or null when it is not JSON
 * @param otherBodies what the body may be beside JSON, or instead
 * @param answers with which statuses and failures it answers
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
        Answers answers) {
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
        Objects.requireNonNull(answers);
        parameters = List.copyOf(parameters);
        pathParameters = List.copyOf(pathParameters);
        otherBodies = List.copyOf(otherBodies);
    }

    /** A public route without parameters and schemas; a GET reads, the others write. */
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
                Answers.USUAL);
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

    /** The status of the successful answer, where it is not 200. */
    public RouteInfo succeeding(int status) {
        return with(pathParameters, answers.withSuccess(status));
    }

    /** The status under which the same answer tells that something is wrong. */
    public RouteInfo unwell(int status) {
        return with(pathParameters, answers.withUnwell(status));
    }

    /** It answers 304 without a body to who has the newest version already. */
    public RouteInfo conditional() {
        return with(pathParameters, answers.withNotModified());
    }

    /** What it answers beside JSON, or instead; replaces what was said before. */
    public RouteInfo alsoAs(Content... types) {
        return with(pathParameters, answers.withTypes(List.of(types)));
    }

    /** The headers that the route itself sends; replaces what was said before. */
    public RouteInfo sending(AnswerHeader... headers) {
        return with(pathParameters, answers.withHeaders(List.of(headers)));
    }

    /** Further answers that are no failures, such as that the browser has to go elsewhere; replaces what was said before. */
    public RouteInfo alsoAnswering(Answers.Other... others) {
        return with(pathParameters, answers.withOthers(List.of(others)));
    }

    /**
     * The operations that go on with what the answer tells, where its {@code id} is not what they take; replaces what was said before.
     */
    public RouteInfo leadingTo(Answers.Lead... leads) {
        return with(pathParameters, answers.withLeads(List.of(leads)));
    }

    /** Names what the route refuses although the request fits its schemas; replaces what was named before. */
    public RouteInfo failing(ErrorCode... codes) {
        return with(pathParameters, answers.withFailures(List.of(codes)));
    }

    /** Describes parameters of the pattern; replaces what was described before. */
    public RouteInfo inPath(Parameter... known) {
        return with(List.of(known), answers);
    }

    private RouteInfo with(List<Parameter> inPath, Answers newAnswers) {
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

    /** Null for none. A body with a schema has to be JSON; the router refuses others with {@code UNSUPPORTED_MEDIA_TYPE}. */
    public RouteInfo schemas(String request, String response) {
        return described(
                tag,
                parameters,
                anyParameter,
                request == null ? null : new JsonText(request),
                response == null ? null : new JsonText(response),
                otherBodies);
    }

    /** Bodies beside JSON, or instead of it. The router refuses others with {@code UNSUPPORTED_MEDIA_TYPE}; replaces what was said before. */
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
