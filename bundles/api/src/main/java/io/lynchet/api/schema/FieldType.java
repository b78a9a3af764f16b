// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import io.lynchet.api.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The strict type of a field.
 *
 * @param kind the Java representation of values, see {@link Kind}
 * @param target the name of the entity to which a {@link Kind#REFERENCE} points, null for all others
 * @param values the allowed values of an {@link Kind#ENUM}, in declared order; empty for all others
 */
public record FieldType(Kind kind, String target, List<String> values) {

    /** The kinds of values with their Java classes. Null is never a value; it means absent. */
    public enum Kind {
        /** The row's own id: a string of 1 to 200 characters; generated ids have 40 hexadecimal digits. */
        ID(String.class),
        /** Any text of well-formed Unicode, without lone surrogates. */
        STRING(String.class),
        /** A 64-bit signed integer. */
        INT(Long.class),
        /** A finite IEEE 754 double; negative zero is stored as zero. */
        FLOAT(Double.class),
        BOOL(Boolean.class),
        /** An instant of the years 0 to 9999, truncated to microseconds. */
        DATETIME(Instant.class),
        /** A string that editors treat as formatted text. */
        RICHTEXT(String.class),
        /** Any JSON value; conditions can only test whether it is null. */
        JSON(JsonText.class),
        /** The id of a row of {@link FieldType#target()}, which exists as long as this row does. */
        REFERENCE(String.class),
        /** One of {@link FieldType#values()}. */
        ENUM(String.class);

        private final Class<?> valueClass;

        Kind(Class<?> valueClass) {
            this.valueClass = valueClass;
        }

        public Class<?> valueClass() {
            return valueClass;
        }

        /** Returns whether values are text, so that the text operators apply. */
        public boolean text() {
            return valueClass == String.class;
        }

        public boolean numeric() {
            return this == INT || this == FLOAT;
        }

        /** Returns whether values have an order. */
        public boolean ordered() {
            return this != JSON;
        }
    }

    public static final FieldType ID = new FieldType(Kind.ID, null, List.of());
    public static final FieldType STRING = new FieldType(Kind.STRING, null, List.of());
    public static final FieldType INT = new FieldType(Kind.INT, null, List.of());
    public static final FieldType FLOAT = new FieldType(Kind.FLOAT, null, List.of());
    public static final FieldType BOOL = new FieldType(Kind.BOOL, null, List.of());
    public static final FieldType DATETIME = new FieldType(Kind.DATETIME, null, List.of());
    public static final FieldType RICHTEXT = new FieldType(Kind.RICHTEXT, null, List.of());
    public static final FieldType JSON = new FieldType(Kind.JSON, null, List.of());

    public FieldType {
        Objects.requireNonNull(kind);
        values = List.copyOf(values);
        if ((kind == Kind.REFERENCE) != (target != null)) {
            throw new IllegalArgumentException("a target goes with a reference and with nothing else");
        }
        if ((kind == Kind.ENUM) == values.isEmpty()) {
            throw new IllegalArgumentException("values go with an enum and with nothing else");
        }
    }

    public static FieldType reference(String target) {
        return new FieldType(Kind.REFERENCE, target, List.of());
    }

    public static FieldType enumOf(List<String> values) {
        return new FieldType(Kind.ENUM, null, values);
    }

    /**
     * Returns whether {@code value}, which is not null, is a value of this type. The existence of a reference's target
     * is not checked.
     */
    public boolean accepts(Object value) {
        if (!kind.valueClass.isInstance(value)) {
            return false;
        }
        return switch (kind) {
            case FLOAT -> Double.isFinite((Double) value) && !value.equals(-0.0);
            case ENUM -> values.contains(value);
            case DATETIME -> isStorable((Instant) value);
            case ID -> !((String) value).isEmpty() && ((String) value).length() <= 200 && isWellFormed((String) value);
            case STRING, RICHTEXT -> isWellFormed((String) value);
            default -> true;
        };
    }

    // A lone surrogate has no UTF-8 form: it would come back as another character.
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean isStorable(Instant at) {
        return at.getNano() % 1000 == 0
                && at.getEpochSecond() >= -62_167_219_200L
                && at.getEpochSecond() <= 253_402_300_799L;
    }

    /** Returns the name as in the manifest: {@code int}, {@code id(User)}, {@code enum}. */
    @Override
    public String toString() {
        return switch (kind) {
            case REFERENCE -> "id(" + target + ")";
            default -> kind.name().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
