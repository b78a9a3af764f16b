// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.ErrorCode;
import java.util.List;

/**
 * The description of a route's responses, beside those that the router itself sends for every route. Where the JVM runs
 * with assertions, as in tests, the router enforces it. A response that is not described here then becomes a 500, and
 * the log names the gap.
 *
 * @param success the status of the successful response
 * @param unwell the status of the same response when it reports a problem, for example of a health check; 0 for none
 * @param conditional whether the route responds with 304 to a client that has the newest version
 * @param otherTypes the media types of the response beside JSON, or instead
 * @param failures the errors for requests that fit the schemas, for example because of stored rows
 * @param headers the headers that the route sends
 * @param others further responses that are no failures
 * @param leads the operations that continue from the response
 */
public record RouteAnswers(
        int success,
        int unwell,
        boolean conditional,
        List<Content> otherTypes,
        List<ErrorCode> failures,
        List<AnswerHeader> headers,
        List<Other> others,
        List<Lead> leads) {
    /** Status 200, without failures of its own. */
    public static final RouteAnswers USUAL =
            new RouteAnswers(200, 0, false, List.of(), List.of(), List.of(), List.of(), List.of());

    private static final int SWITCHING_PROTOCOLS = 101;

    /**
     * A response that is neither the usual one nor a failure.
     *
     * @param status from 300 on without a body, else with the body of the success
     * @param description one sentence
     */
    public record Other(int status, String description) {}

    /**
     * A link from a response to other operations.
     *
     * @param pattern the routes whose last parameter the response contains, and the routes below them without further
     *     parameters
     * @param pointer the JSON pointer to the value in the response
     */
    public record Lead(String pattern, String pointer) {}

    public RouteAnswers {
        if (success != SWITCHING_PROTOCOLS && (success < 200 || success > 399)) {
            throw new IllegalArgumentException(success + " is not the status of a success");
        }
        otherTypes = List.copyOf(otherTypes);
        failures = List.copyOf(failures);
        headers = List.copyOf(headers);
        others = List.copyOf(others);
        leads = List.copyOf(leads);
    }

    RouteAnswers withSuccess(int status) {
        return new RouteAnswers(status, unwell, conditional, otherTypes, failures, headers, others, leads);
    }

    RouteAnswers withUnwell(int status) {
        return new RouteAnswers(success, status, conditional, otherTypes, failures, headers, others, leads);
    }

    RouteAnswers withNotModified() {
        return new RouteAnswers(success, unwell, true, otherTypes, failures, headers, others, leads);
    }

    RouteAnswers withTypes(List<Content> types) {
        return new RouteAnswers(success, unwell, conditional, types, failures, headers, others, leads);
    }

    RouteAnswers withFailures(List<ErrorCode> codes) {
        return new RouteAnswers(success, unwell, conditional, otherTypes, codes, headers, others, leads);
    }

    RouteAnswers withHeaders(List<AnswerHeader> sent) {
        return new RouteAnswers(success, unwell, conditional, otherTypes, failures, sent, others, leads);
    }

    RouteAnswers withOthers(List<Other> more) {
        return new RouteAnswers(success, unwell, conditional, otherTypes, failures, headers, more, leads);
    }

    RouteAnswers withLeads(List<Lead> more) {
        return new RouteAnswers(success, unwell, conditional, otherTypes, failures, headers, others, more);
    }
}
