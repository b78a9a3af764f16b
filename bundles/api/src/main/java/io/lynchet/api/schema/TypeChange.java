// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import io.lynchet.api.schema.FieldType.Kind;
import java.util.Set;

/**
 * The conversion of values when a field changes its type. It is the same for all stores, and for the old rows in their
 * logs.
 */
public final class TypeChange {
    private static final Set<Kind> TEXTS = Set.of(Kind.STRING, Kind.RICHTEXT, Kind.ENUM);

    private TypeChange() {}

    /**
     * Returns whether values of one type may be values of the other, so that they are converted one by one; else none
     * of them is kept.
     */
    public static boolean byValue(FieldType from, FieldType to) {
        boolean text = TEXTS.contains(to.kind()) && (TEXTS.contains(from.kind()) || from.kind() == Kind.REFERENCE);
        return text || (from.kind().numeric() && to.kind().numeric());
    }

    /** Returns the same value in the new type, or null when the new type can't represent it exactly. */
    public static Object exact(Object value, FieldType to) {
        Object nearest = nearest(value, to);
        boolean rounded = value instanceof Long whole && nearest instanceof Double real && !isSame(whole, real);
        return rounded ? null : nearest;
    }

    /** Converts like {@link #exact}, but an integer that no float represents exactly becomes the nearest float. */
    public static Object nearest(Object value, FieldType to) {
        Object converted = value;
        if (value instanceof Long whole && to.kind() == Kind.FLOAT) {
            converted = (double) whole;
        } else if (value instanceof Double real && to.kind() == Kind.INT) {
            converted = (long) (double) real;
            if (!isSame((Long) converted, real)) {
                return null;
            }
        }
        return converted != null && to.accepts(converted) ? converted : null;
    }

    // The largest long becomes 2^63 as a double, and converts back to itself.
    private static boolean isSame(long whole, double real) {
        return whole == (long) real && whole == real && real != 0x1p63;
    }
}
