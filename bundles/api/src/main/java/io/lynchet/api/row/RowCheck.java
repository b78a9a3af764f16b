// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import java.util.ArrayList;
import java.util.List;

/**
 * The check of required fields and types. Every store makes it on the new row, after the guard; the data service makes
 * it before the guard. It is part of the contract so that all refuse a value with the same messages.
 */
public final class RowCheck {
    /**
     * The most bytes of UTF-8 for the texts of one index entry together, including the row's id. Every database can
     * index an entry of this size.
     */
    public static final int INDEXED_BYTES_MAX = 2_400;

    private static final int[][] NO_INDEX = {};

    private RowCheck() {}

    /** Throws all problems of the row, see {@link #problems}; returns when the row may be stored. */
    public static void require(Row row) {
        List<Problem> problems = problems(row);
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
    }

    /**
     * Returns the problems of the row, empty when there are none. Problems of values come first, by ordinal of the
     * field ({@code REQUIRED_FIELD}, {@code INVALID_VALUE}). If there are none, texts that are too long for an index
     * follow ({@code INVALID_VALUE}). A row without problems is checked only once, whoever asks.
     */
    public static List<Problem> problems(Row row) {
        if (row.isChecked()) {
            return List.of();
        }
        List<Problem> problems = valueProblems(row);
        int[][] indexes = problems.isEmpty() ? row.entity().indexedTexts() : NO_INDEX;
        for (int[] texts : indexes) {
            if (isTooLong(row, texts)) {
                Problem tooLong = tooLong(row.entity().fields().get(longest(row, texts)));
                problems = problems.isEmpty() ? new ArrayList<>() : problems;
                if (!problems.contains(tooLong)) {
                    problems.add(tooLong);
                }
            }
        }
        if (problems.isEmpty()) {
            row.checked();
        }
        return problems;
    }

    /** Returns whether the texts of a row are too long for an index over them. */
    public static boolean isTooLong(Row row, int[] texts) {
        int chars = row.id().length();
        for (int ordinal : texts) {
            chars += row.get(ordinal) instanceof String text ? text.length() : 0;
        }
        // A char takes at most three bytes.
        return chars > INDEXED_BYTES_MAX / 3 && bytes(row, texts) > INDEXED_BYTES_MAX;
    }

    private static long bytes(Row row, int[] texts) {
        long bytes = bytes(row.id());
        for (int ordinal : texts) {
            bytes += row.get(ordinal) instanceof String text ? bytes(text) : 0;
        }
        return bytes;
    }

    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate pair takes four bytes; each half counts as two.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private static int longest(Row row, int[] texts) {
        int longest = texts[0];
        for (int ordinal : texts) {
            if (row.get(ordinal) instanceof String text
                    && (!(row.get(longest) instanceof String most) || text.length() > most.length())) {
                longest = ordinal;
            }
        }
        return longest;
    }

    private static Problem tooLong(Field field) {
        return new Problem(
                "$." + field.name(),
                ErrorCode.INVALID_VALUE,
                field.name() + " is too long for its index: the texts of an index, together with the id, have at most "
                        + INDEXED_BYTES_MAX + " bytes of UTF-8");
    }

    /**
     * Returns the problems of the row's single values, by ordinal of the field: {@code REQUIRED_FIELD},
     * {@code INVALID_VALUE}.
     */
    public static List<Problem> valueProblems(Row row) {
        List<Problem> problems = List.of();
        List<Field> fields = row.entity().fields();
        for (int i = 0; i < fields.size(); i++) {
            Problem problem = problem(fields.get(i), row.get(i));
            if (problem != null) {
                // Most rows have no problem; that case must not allocate.
                problems = problems.isEmpty() ? new ArrayList<>() : problems;
                problems.add(problem);
            }
        }
        return problems;
    }

    /** Returns the problem of one value, or null when the field may hold it. */
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
