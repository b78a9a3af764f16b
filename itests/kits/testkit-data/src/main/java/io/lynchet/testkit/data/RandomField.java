// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.data;

import io.lynchet.api.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * A field of a {@link RandomApp}. It has few values, so that they meet.
 *
 * @param type as in the manifest
 */
record RandomField(String name, String type, boolean optional, boolean serverOnly) {
    private static final List<String> TYPES =
            List.of("string", "int", "float", "bool", "datetime", "richtext", "enum", "json");
    private static final List<String> STATES = List.of("open", "shut", "gone");
    private static final List<String> TEAMS = List.of("red", "green", "blue");
    private static final List<String> USERS = List.of("ann", "ben", "cat");
    private static final List<String> TEXTS = List.of("", "a", "Ab", "abc", "ä", "\uD83D\uDE00", "b\"\\ c");
    private static final Instant DAY = Instant.parse("2026-11-24T00:00:00Z");
    private static final List<String> DOCUMENTS = List.of("{}", "[1,\"a\"]", "{\"a\":{\"b\":null}}", "7");

    static RandomField of(String name, Random random) {
        return new RandomField(
                name, TYPES.get(random.nextInt(TYPES.size())), random.nextInt(4) > 0, random.nextInt(6) == 0);
    }

    String manifest() {
        return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\",\"optional\":" + optional + ",\"serverOnly\":"
                + serverOnly + (type.equals("enum") ? ",\"enumValues\":[\"open\",\"shut\",\"gone\"]" : "") + "}";
    }

    Object value(Random random) {
        return optional && random.nextInt(4) == 0 ? null : present(random);
    }

    private Object present(Random random) {
        return switch (type) {
            case "int" -> (long) random.nextInt(10);
            // Halves, whose sums are the same in any order.
            case "float" -> random.nextInt(9) / 2.0;
            case "bool" -> random.nextBoolean();
            case "datetime" -> DAY.plusSeconds(3_600L * random.nextInt(8));
            case "enum" -> pick(STATES, random);
            case "json" -> new JsonText(pick(DOCUMENTS, random));
            default -> pick(texts(), random);
        };
    }

    private List<String> texts() {
        return switch (name) {
            case "user" -> USERS;
            case "team" -> TEAMS;
            default -> TEXTS;
        };
    }

    /** Returns a value of the field, or one that no row has, as JSON for a filter; not of a json field. */
    String operand(Random random) {
        return switch (type) {
            case "int" -> Integer.toString(random.nextInt(11));
            case "float" -> Double.toString(random.nextInt(10) / 2.0);
            case "bool" -> Boolean.toString(random.nextBoolean());
            case "datetime" -> "\"" + DAY.plusSeconds(3_600L * random.nextInt(9)) + "\"";
            case "enum" -> "\"" + pick(STATES, random) + "\"";
            default -> isReference() ? "\"" + "0".repeat(40) + "\"" : text(random);
        };
    }

    /** Returns a text as JSON. */
    String text(Random random) {
        return "\"" + pick(texts(), random).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    boolean isText() {
        return type.equals("string") || type.equals("richtext");
    }

    boolean isReference() {
        return type.startsWith("id(");
    }

    /** Tells whether its values can be compared with others than null. */
    boolean isComparable() {
        return !type.equals("json");
    }

    boolean isNumber() {
        return type.equals("int") || type.equals("float");
    }

    private static String pick(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
