// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.api.JsonText;
import io.lynchet.api.schema.FieldType;
import java.time.Instant;
import java.util.List;

/**
 * The type of a value, as known before there is a row.
 *
 * @param field the declared type it has, or null when there is none
 */
public record Type(Shape shape, FieldType field) {
    public static final Type BOOL = new Type(Shape.BOOL, FieldType.BOOL);
    public static final Type INT = new Type(Shape.INT, FieldType.INT);
    public static final Type FLOAT = new Type(Shape.FLOAT, FieldType.FLOAT);
    public static final Type TEXT = new Type(Shape.TEXT, FieldType.STRING);
    public static final Type DATETIME = new Type(Shape.DATETIME, FieldType.DATETIME);
    public static final Type NULL = new Type(Shape.NULL, null);

    /** The type known at evaluation only: of {@code input.x}, of results of missing functions, and of broken parts. */
    public static final Type ANY = new Type(Shape.ANY, null);

    /** Types that behave in the same way. */
    public enum Shape {
        BOOL,
        INT,
        FLOAT,
        TEXT,
        DATETIME,
        JSON,
        NULL,
        ANY;

        /** Returns the Java class of the shape's values; where an int is allowed, so is a float. */
        Class<?> valueClass() {
            return switch (this) {
                case BOOL -> Boolean.class;
                case INT, FLOAT -> Number.class;
                case TEXT -> String.class;
                case DATETIME -> Instant.class;
                case JSON -> JsonText.class;
                case NULL, ANY -> Object.class;
            };
        }
    }

    public static Type of(FieldType type) {
        Shape shape = switch (type.kind()) {
            case INT -> Shape.INT;
            case FLOAT -> Shape.FLOAT;
            case BOOL -> Shape.BOOL;
            case DATETIME -> Shape.DATETIME;
            case JSON -> Shape.JSON;
            case ID, STRING, RICHTEXT, REFERENCE, ENUM -> Shape.TEXT;
        };
        return new Type(shape, type);
    }

    /** Returns the type of a function's parameter or result, which has neither target nor values. */
    public static Type of(FieldType.Kind kind) {
        return switch (kind) {
            case INT -> INT;
            case FLOAT -> FLOAT;
            case BOOL -> BOOL;
            case DATETIME -> DATETIME;
            case JSON -> new Type(Shape.JSON, FieldType.JSON);
            case ID, STRING, RICHTEXT, REFERENCE, ENUM -> TEXT;
        };
    }

    static Type ofLiteral(Object value) {
        if (value == null) {
            return NULL;
        }
        return value instanceof Long ? INT : value instanceof Double ? FLOAT : value instanceof Boolean ? BOOL : TEXT;
    }

    boolean is(Shape wanted) {
        return shape == wanted;
    }

    /** Returns whether it can be a number. */
    boolean numeric() {
        return shape == Shape.INT || shape == Shape.FLOAT || shape == Shape.ANY;
    }

    /** Returns whether it can be true or false. */
    boolean truth() {
        return shape == Shape.BOOL || shape == Shape.ANY;
    }

    /** Returns whether it can be text. */
    boolean text() {
        return shape == Shape.TEXT || shape == Shape.ANY;
    }

    /** Returns the values of an enum; empty for all others. */
    List<String> values() {
        return field == null ? List.of() : field.values();
    }

    /** Returns the name in messages. */
    String shown() {
        return switch (shape) {
            case NULL -> "null";
            case ANY -> "a value of unknown type";
            default -> "of type " + field;
        };
    }
}
