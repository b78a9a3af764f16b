// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.JsonText;
import java.util.Objects;

/**
 * A header that a route itself sends. What the router adds to each answer needs none: {@code X-Request-Id}, {@code Retry-After}, {@code
 * WWW-Authenticate}, {@code Cache-Control} and the headers that tell browsers to be strict.
 *
 * @param schema JSON schema of its value
 * @param description one sentence
 * @param always whether each answer of that status has it; else only some
 * @param status with which it comes; 0 for all that are no failures, and then {@code always} is said of the success only
 */
public record AnswerHeader(String name, JsonText schema, String description, boolean always, int status) {
    private static final JsonText TEXT = new JsonText("{\"type\":\"string\"}");

    public AnswerHeader {
        Objects.requireNonNull(name);
        Objects.requireNonNull(schema);
    }

    /** Of any text, in each successful answer. */
    public static AnswerHeader always(String name, String description) {
        return new AnswerHeader(name, TEXT, description, true, 0);
    }

    /** Of any text, in some answers. */
    public static AnswerHeader sometimes(String name, String description) {
        return new AnswerHeader(name, TEXT, description, false, 0);
    }

    /** The same with a closer description of its values. */
    public AnswerHeader of(String newSchema) {
        return new AnswerHeader(name, new JsonText(newSchema), description, always, status);
    }

    /** The same for the answers of one status. */
    public AnswerHeader on(int newStatus) {
        return new AnswerHeader(name, schema, description, always, newStatus);
    }

    /** Whether an answer of that status may have it. */
    public boolean goesWith(int answered) {
        return status == 0 ? answered < 400 : status == answered;
    }
}
