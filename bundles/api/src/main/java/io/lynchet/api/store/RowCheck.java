// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import java.util.ArrayList;
import java.util.List;

/**
 * The check of required fields and types that every store makes on a row as it will be, after the guard. It lives here so that a row is
 * refused in the same words wherever it was going to be stored.
 */
public final class RowCheck {
    private RowCheck() {}

    /** Fails with all problems of the row, see {@link #problems}; returns when it may be stored. */
    public static void require(Row row) {
        List<Problem> problems = problems(row);
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
    }

    /** What is wrong with the values of the row, by ordinal of the field: {@code REQUIRED_FIELD}, {@code INVALID_VALUE}. Empty when nothing is. */
    public static List<Problem> problems(Row row) {
        List<Problem> problems = List.of();
        for (Field field : row.entity().fields()) {
            Problem problem = problem(field, row.get(field.ordinal()));
            if (problem != null) {
                // The common case is none, and it must not allocate.
                problems = problems.isEmpty() ? new ArrayList<>() : problems;
                problems.add(problem);
            }
        }
        return problems;
    }

    /** The problem of one value, or null when the field may hold it. */
    public static Problem problem(Field field, Object value) {
        if (value == null) {
            return field.optional()
                    ? null
                    : new Problem("$." + field.name(), ErrorCode.REQUIRED_FIELD, field.name() + " is required");
        }
        return field.type().accepts(value)
                ? null
                : new Problem("$." + field.name(), ErrorCode.INVALID_VALUE, field.name() + " must be " + wanted(field));
    }

    private static String wanted(Field field) {
        FieldType type = field.type();
        return switch (type.kind()) {
            case ID -> "a string of 1 to 200 characters";
            case ENUM -> "one of " + String.join(", ", type.values());
            case FLOAT -> "a finite float";
            case DATETIME -> "a datetime of the years 0 to 9999, in microseconds";
            default -> "of type " + type;
        };
    }
}
