// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.ErrorCode;
import java.util.List;

/**
 * How a route answers, beside what the router itself answers for every route. Where the JVM runs with assertions, as in tests, the router
 * sends nothing else: an answer that is not described here becomes 500, and the log tells what is missing.
 *
 * @param success status of the successful answer
 * @param unwell status of the same answer when it tells that something is wrong, such as of a health check; 0 for none
 * @param conditional whether it answers 304 to who has the newest version already
 * @param otherTypes what it answers beside JSON, or instead
 * @param failures what the route refuses although the request fits its schemas, such as for what is stored
 * @param headers those that the route sends
 * @param others further answers that are no failures
 * @param leads which operations go on with what the answer tells
 */
public record Answers(
        int success,
        int unwell,
        boolean conditional,
        List<Content> otherTypes,
        List<ErrorCode> failures,
        List<AnswerHeader> headers,
        List<Other> others,
        List<Lead> leads) {
    /** 200, without failures of its own. */
    public static final Answers USUAL =
            new Answers(200, 0, false, List.of(), List.of(), List.of(), List.of(), List.of());

    private static final int SWITCHING_PROTOCOLS = 101;

    /**
     * An answer that is neither the usual one nor a failure.
     *
     * @param status from 300 without a body, else with that of the success
     * @param description one sentence
     */
    public record Other(int status, String description) {}

    /**
     * The way to other operations.
     *
     * @param pattern of routes whose last parameter the answer tells; those below it that have no further parameter are meant as well
     * @param pointer JSON pointer to the value in the answer
     */
    public record Lead(String pattern, String pointer) {}

    public Answers {
        if (success != SWITCHING_PROTOCOLS && (success < 200 || success > 399)) {
            throw new IllegalArgumentException(success + " is not the status of a success");
        }
        otherTypes = List.copyOf(otherTypes);
        failures = List.copyOf(failures);
        headers = List.copyOf(headers);
        others = List.copyOf(others);
        leads = List.copyOf(leads);
    }

    Answers withSuccess(int status) {
        return new Answers(status, unwell, conditional, otherTypes, failures, headers, others, leads);
    }

    Answers withUnwell(int status) {
        return new Answers(success, status, conditional, otherTypes, failures, headers, others, leads);
    }

    Answers withNotModified() {
        return new Answers(success, unwell, true, otherTypes, failures, headers, others, leads);
    }

    Answers withTypes(List<Content> types) {
        return new Answers(success, unwell, conditional, types, failures, headers, others, leads);
    }

    Answers withFailures(List<ErrorCode> codes) {
        return new Answers(success, unwell, conditional, otherTypes, codes, headers, others, leads);
    }

    Answers withHeaders(List<AnswerHeader> sent) {
        return new Answers(success, unwell, conditional, otherTypes, failures, sent, others, leads);
    }

    Answers withOthers(List<Other> more) {
        return new Answers(success, unwell, conditional, otherTypes, failures, headers, more, leads);
    }

    Answers withLeads(List<Lead> more) {
        return new Answers(success, unwell, conditional, otherTypes, failures, headers, others, more);
    }
}
