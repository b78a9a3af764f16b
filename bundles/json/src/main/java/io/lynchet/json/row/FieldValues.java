// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.row;

import io.lynchet.api.schema.FieldType;
import io.lynchet.json.JsonLimits;
import io.lynchet.json.JsonNode;
import io.lynchet.json.Problems;
import io.lynchet.json.text.IsoInstant;
import io.lynchet.json.text.Numbers;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The conversion of JSON scalars to row values of a type. It returns {@link #MISFIT} where the type does not take the
 * scalar.
 */
public final class FieldValues {
    public static final Object MISFIT = new Object();

    private static final int LISTED_VALUES_MAX = 30;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private FieldValues() {}

    static Object ofString(FieldType type, String text) {
        return switch (type.kind()) {
            case STRING, RICHTEXT -> text;
            case ID, REFERENCE -> text.isEmpty() || text.length() > 200 ? MISFIT : text;
            case ENUM -> type.values().contains(text) ? text : MISFIT;
            case DATETIME -> orMisfit(IsoInstant.parse(text));
            default -> MISFIT;
        };
    }

    static Object ofLong(FieldType type, long value) {
        return switch (type.kind()) {
            case INT -> value;
            case FLOAT -> (double) value;
            default -> MISFIT;
        };
    }

    static Object ofNumber(FieldType type, String literal) {
        return switch (type.kind()) {
            case INT -> orMisfit(Numbers.whole(literal));
            case FLOAT -> orMisfit(Numbers.finite(literal));
            default -> MISFIT;
        };
    }

    static Object ofBoolean(FieldType type, boolean value) {
        return type.kind() == FieldType.Kind.BOOL ? (Object) value : MISFIT;
    }

    /** Converts a scalar node that is not null. */
    static Object of(FieldType type, JsonNode node) {
        if (node instanceof JsonNode.StringNode string) {
            return ofString(type, string.value());
        }
        if (node instanceof JsonNode.NumberNode number) {
            return ofNumber(type, number.literal());
        }
        if (node instanceof JsonNode.BooleanNode bool) {
            return ofBoolean(type, bool.value());
        }
        return MISFIT;
    }

    /** Converts a scalar node to a value that a field of this type is compared with. */
    public static Object operand(FieldType type, JsonNode node, boolean equality) {
        if (type.kind() == FieldType.Kind.INT && node instanceof JsonNode.NumberNode number) {
            Long whole = Numbers.whole(number.literal());
            return whole != null ? whole : orMisfit(Numbers.finite(number.literal()));
        }
        if (type.kind() == FieldType.Kind.DATETIME && node instanceof JsonNode.StringNode string) {
            return orMisfit(IsoInstant.parseExactly(string.value()));
        }
        // Any text has an order and a beginning, but an equality that an enum or an id can never fulfil is a mistake.
        if (type.kind().text() && !equality && node instanceof JsonNode.StringNode string) {
            return string.value();
        }
        return of(type, node);
    }

    /** Converts a query parameter. */
    public static Object ofParameter(FieldType type, String text) {
        return switch (type.kind()) {
            case INT, FLOAT -> isNumber(text) ? ofNumber(type, text) : MISFIT;
            case BOOL -> text.equals("true") || text.equals("false") ? (Object) text.equals("true") : MISFIT;
            case DATETIME -> orMisfit(IsoInstant.parseExactly(text));
            default -> ofString(type, text);
        };
    }

    private static boolean isNumber(String text) {
        return text.length() <= JsonLimits.NUMBER_CHARS_MAX
                && NUMBER.matcher(text).matches();
    }

    /** Returns what {@link #operand} takes, for messages. */
    public static String expectedOperand(FieldType type) {
        return type.kind() == FieldType.Kind.INT ? expected(FieldType.FLOAT) : expected(type);
    }

    /** Returns what the type takes, for messages. */
    static String expected(FieldType type) {
        return switch (type.kind()) {
            case STRING, RICHTEXT -> "a string";
            case INT -> "a whole number of 64 bits";
            case FLOAT -> "a number in the range of a 64-bit float";
            case BOOL -> "true or false";
            case DATETIME -> "a date and time with zone, such as \"2026-01-31T12:00:00Z\"";
            case JSON -> "a JSON value";
            case ID -> "an id of 1 to 200 characters";
            case REFERENCE -> "the id of a " + type.target();
            case ENUM -> "one of " + listed(type.values());
        };
    }

    private static String listed(List<String> values) {
        List<String> first = values.subList(0, Math.min(values.size(), LISTED_VALUES_MAX));
        return String.join(", ", first.stream().map(Problems::quote).toList())
                + (values.size() > LISTED_VALUES_MAX ? ", …" : "");
    }

    private static Object orMisfit(Object value) {
        return value == null ? MISFIT : value;
    }
}
