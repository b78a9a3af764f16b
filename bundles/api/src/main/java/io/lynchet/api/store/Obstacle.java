// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.Problem;
import io.lynchet.api.schema.FieldType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a step of a migration is refused, and what its author can do about it. */
public enum Obstacle {
    /** The step throws values away, and nobody has accepted that. */
    LOSES_VALUES("stored values would be lost", "to lose this data on purpose: --accept-data-loss %s"),

    /** A field can't be required: rows have no value in it, and there is no default. Accepting doesn't help. */
    NO_VALUE("rows would have no value", "give the field a default, or make it optional"),

    /** An enum does not have the values of some rows. Accepted, those rows get the default or null. */
    NOT_ALLOWED(
            "rows hold values that would not be allowed",
            "keep these values, or give the rows others; to give up these values on purpose: --accept-data-loss %s"),

    /** Integers beyond 2^53 that no float holds. Accepted, they become the nearest one. */
    ROUNDED(
            "rows hold whole numbers that a float can only hold rounded",
            "keep the field an int; to round them on purpose: --accept-data-loss %s"),

    /** Floats with a fraction, or beyond 64 bits. Accepted, those rows get the default or null. */
    NOT_WHOLE(
            "rows hold numbers that are no whole numbers of 64 bits",
            "give the rows whole numbers; to give up these values on purpose: --accept-data-loss %s"),

    /** Texts of rows don't fit into an index, see {@link RowCheck#INDEXED_BYTES_MAX}. Accepting doesn't help. */
    TOO_LONG("rows hold texts that are too long for an index", "shorten them, or index other fields"),

    /** An index can't be unique. Accepting doesn't help. */
    SAME_VALUES(
            "rows have the same values",
            "these rows are duplicates: give them different values, or delete all but one of each");

    private final String why;
    private final String advice;

    Obstacle(String why, String advice) {
        this.why = why;
        this.advice = advice;
    }

    /** For values that the new type of their field does not hold as they are, see {@link io.lynchet.api.schema.TypeChange#exact}. */
    public static Obstacle ofMisfits(FieldType to) {
        return switch (to.kind()) {
            case FLOAT -> ROUNDED;
            case INT -> NOT_WHOLE;
            default -> NOT_ALLOWED;
        };
    }

    /** The reason, with which the message of a refused step begins. */
    public String why() {
        return why;
    }

    /** What can be done about a refused step, see {@link Refusals#step}; empty when the problem is another one. */
    public static Optional<String> advice(Problem step) {
        return Arrays.stream(values())
                .filter(obstacle -> step.message().startsWith(obstacle.why))
                .findFirst()
                .map(obstacle -> String.format(Locale.ROOT, obstacle.advice, step.path()));
    }
}
