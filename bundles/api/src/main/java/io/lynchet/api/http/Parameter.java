// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.JsonText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A parameter in the query or in the path of a route.
 *
 * @param schema the JSON schema of its values. It must say everything that the route refuses: callers and their
 *     generators rely on it.
 * @param description null for none
 */
public record Parameter(String name, JsonText schema, String description) {
    /**
     * Creates a parameter of a type.
     *
     * @param type the JSON schema type: {@code string}, {@code integer}, {@code boolean}
     */
    public Parameter(String name, String type, String description) {
        this(name, new JsonText("{\"type\":\"" + type + "\"}"), description);
    }

    /** Returns a parameter for an integer from {@code least} to {@code most}, both included. */
    public static Parameter integer(String name, long least, long most, String description) {
        return new Parameter(
                name,
                new JsonText("{\"type\":\"integer\",\"minimum\":" + least + ",\"maximum\":" + most + "}"),
                description);
    }

    /** Returns a parameter for any text of {@code least} to {@code most} characters, both included. */
    public static Parameter text(String name, int least, int most, String description) {
        return new Parameter(
                name,
                new JsonText("{\"type\":\"string\",\"minLength\":" + least + ",\"maxLength\":" + most + "}"),
                description);
    }

    /**
     * Returns a parameter for texts that match a pattern.
     *
     * @param pattern an ECMA regular expression; it covers the whole value only when it is anchored
     */
    public static Parameter text(String name, String pattern, String description) {
        return new Parameter(
                name, new JsonText("{\"type\":\"string\",\"pattern\":" + quoted(pattern) + "}"), description);
    }

    /** Returns a parameter for one of several words. */
    public static Parameter oneOf(String name, List<String> words, String description) {
        String list = words.stream().map(Parameter::quoted).collect(Collectors.joining(",", "[", "]"));
        return new Parameter(name, new JsonText("{\"type\":\"string\",\"enum\":" + list + "}"), description);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
