// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.JsonText;
import java.util.Objects;

/**
 * The description of a header that a route itself sends. Headers that the router adds to each response need none:
 * {@code X-Request-Id}, {@code Retry-After}, {@code WWW-Authenticate}, {@code Cache-Control} and the security headers
 * for browsers.
 *
 * @param schema the JSON schema of its value
 * @param description one sentence
 * @param always whether each response of that status has it; else only some
 * @param status the status of the responses that have it; 0 for all that are no failures, and then {@code always}
 *     refers to the success only
 */
public record AnswerHeader(String name, JsonText schema, String description, boolean always, int status) {
    private static final JsonText TEXT = new JsonText("{\"type\":\"string\"}");

    public AnswerHeader {
        Objects.requireNonNull(name);
        Objects.requireNonNull(schema);
    }

    /** Returns a header with any text, in each successful response. */
    public static AnswerHeader always(String name, String description) {
        return new AnswerHeader(name, TEXT, description, true, 0);
    }

    /** Returns a header with any text, in some responses. */
    public static AnswerHeader sometimes(String name, String description) {
        return new AnswerHeader(name, TEXT, description, false, 0);
    }

    /** Returns the same header with another schema of its values. */
    public AnswerHeader of(String newSchema) {
        return new AnswerHeader(name, new JsonText(newSchema), description, always, status);
    }

    /** Returns the same header for the responses of one status. */
    public AnswerHeader on(int newStatus) {
        return new AnswerHeader(name, schema, description, always, newStatus);
    }

    /** Returns whether a response of that status may have it. */
    public boolean goesWith(int answered) {
        return status == 0 ? answered < 400 : status == answered;
    }
}
