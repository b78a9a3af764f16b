// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.Problem;
import io.lynchet.api.row.RowCheck;
import io.lynchet.api.schema.FieldType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A reason for refusing a migration step, with advice for the author of the manifest. */
public enum Obstacle {
    /** The step discards values, and nobody has accepted that. */
    LOSES_VALUES("stored values would be lost", "to lose this data on purpose: --accept-data-loss %s"),

    /**
     * A field can't be required: rows have no value in it, and there is no default. Accepting data loss doesn't help.
     */
    NO_VALUE("rows would have no value", "give the field a default, or make it optional"),

    /** Rows hold values that an enum does not have. When accepted, those rows get the default or null. */
    NOT_ALLOWED(
            "rows hold values that would not be allowed",
            "keep these values, or give the rows others; to give up these values on purpose: --accept-data-loss %s"),

    /** Rows hold integers beyond 2^53 that no float represents. When accepted, they become the nearest float. */
    ROUNDED(
            "rows hold whole numbers that a float can represent only rounded",
            "keep the field an int; to round them on purpose: --accept-data-loss %s"),

    /** Rows hold floats with a fraction, or beyond 64 bits. When accepted, those rows get the default or null. */
    NOT_WHOLE(
            "rows hold numbers that an int of 64 bits can't represent",
            "give the rows whole numbers; to give up these values on purpose: --accept-data-loss %s"),

    /**
     * Rows hold texts that don't fit into an index, see {@link RowCheck#INDEXED_BYTES_MAX}. Accepting data loss doesn't
     * help.
     */
    TOO_LONG("rows hold texts that are too long for an index", "shorten them, or index other fields"),

    /** An index can't be unique. Accepting data loss doesn't help. */
    SAME_VALUES(
            "rows have the same values",
            "these rows are duplicates: give them different values, or delete all but one of each");

    private final String why;
    private final String advice;

    Obstacle(String why, String advice) {
        this.why = why;
        this.advice = advice;
    }

    /**
     * Returns the obstacle for values that the new type of their field can't hold exactly, see
     * {@link io.lynchet.api.schema.TypeChange#exact}.
     */
    public static Obstacle ofMisfits(FieldType to) {
        return switch (to.kind()) {
            case FLOAT -> ROUNDED;
            case INT -> NOT_WHOLE;
            default -> NOT_ALLOWED;
        };
    }

    /** Returns the reason, with which the message of a refused step begins. */
    public String why() {
        return why;
    }

    /**
     * Returns the advice for a refused step, see {@link StoreErrors#step}; empty when the problem is of another kind.
     */
    public static Optional<String> advice(Problem step) {
        return Arrays.stream(values())
                .filter(obstacle -> step.message().startsWith(obstacle.why))
                .findFirst()
                .map(obstacle -> String.format(Locale.ROOT, obstacle.advice, step.path()));
    }
}
