// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.random;

import io.lynchet.api.JsonText;
import io.lynchet.api.schema.FieldType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

/**
 * Random values that a type accepts, drawn from small pools so that equal ones meet, with difficult ones among them.
 */
public final class RandomValues {
    private static final long EXACT = 1L << 53;
    private static final List<Long> INTS = List.of(
            0L,
            1L,
            -1L,
            2L,
            3L,
            7L,
            10L,
            255L,
            EXACT - 1,
            EXACT,
            EXACT + 1,
            -EXACT,
            -EXACT - 1,
            Long.MAX_VALUE,
            Long.MAX_VALUE - 1,
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1);
    private static final List<Double> FLOATS = List.of(
            0.0,
            1.0,
            -1.0,
            0.5,
            0.1,
            2.0,
            3.0,
            7.0,
            (double) EXACT,
            (double) EXACT + 2,
            -(double) EXACT,
            0x1p63,
            -0x1p63,
            0x1p62,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_VALUE,
            1e-7,
            123456.789);
    // Pieces of text: wildcards, quotes, escapes, case pairs inside and outside of ASCII, a character above the basic
    // plane beside one that sorts below it as a code point but above it as a char, and texts that look like other
    // types.
    private static final List<String> PIECES = List.of(
            "a",
            "A",
            "b",
            "B",
            "z",
            "%",
            "_",
            "\\",
            "'",
            "\"",
            " ",
            "*",
            "?",
            "[",
            "\u00e4",
            "\u00c4",
            "\u00df",
            "\u0130",
            "\u0131",
            "e\u0301",
            "\u00e9",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "\ud83d\ude00",
            "\ud800\udc00",
            "\udbff\udfff",
            "\u0000",
            "\n",
            "5",
            "5.0",
            "1e3",
            "true",
            "null",
            "0");

    private final Random random;

    public RandomValues(Random random) {
        this.random = random;
    }

    /** Returns a value of the type, which is not a reference; never null. */
    public Object value(FieldType type) {
        return switch (type.kind()) {
            case ID -> id();
            case STRING, RICHTEXT -> text();
            case INT -> random.nextInt(4) == 0 ? (Long) (long) (random.nextInt(21) - 10) : pick(INTS);
            case FLOAT -> random.nextInt(4) == 0 ? (Double) (random.nextInt(21) / 4.0) : pick(FLOATS);
            case BOOL -> random.nextBoolean();
            case DATETIME -> instant();
            case JSON -> json();
            case ENUM -> pick(type.values());
            case REFERENCE -> throw new IllegalArgumentException("a reference needs rows to refer to");
        };
    }

    /** Returns an id out of a few. */
    public String id() {
        return "id" + random.nextInt(12);
    }

    /** Returns up to four pieces. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(pick(PIECES));
        }
        return text.toString();
    }

    /** Returns an instant that can be stored, often near a boundary of an hour, a week or a year. */
    public Instant instant() {
        return switch (random.nextInt(6)) {
            case 0 -> Instant.EPOCH;
            case 1 -> Instant.parse("0001-01-01T00:00:00Z").plus(random.nextInt(5) - 2, ChronoUnit.MICROS);
            case 2 -> Instant.parse("9999-12-31T23:59:59.999999Z").minus(random.nextInt(3), ChronoUnit.HOURS);
            case 3 -> Instant.EPOCH.minus(random.nextInt(1_000_000), ChronoUnit.MICROS);
            case 4 -> Instant.parse("2021-01-03T23:59:59.999999Z").plus(random.nextInt(3), ChronoUnit.MICROS);
            default ->
                Instant.parse("2026-01-01T00:00:00Z")
                        .plus(random.nextInt(80) - 40, ChronoUnit.DAYS)
                        .plus(random.nextInt(3), ChronoUnit.HOURS);
        };
    }

    private JsonText json() {
        return new JsonText(
                pick(List.of("{}", "[]", "0", "1.50", "\"x\"", "false", "{\"a\":{\"b\":[1,2,\"\\u00e4\"]}}")));
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
