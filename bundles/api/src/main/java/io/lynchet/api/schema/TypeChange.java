// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import io.lynchet.api.schema.FieldType.Kind;
import java.util.Set;

/** What becomes of a value when its field changes its type: one answer for all stores, and for what they remember of old rows. */
public final class TypeChange {
    private static final Set<Kind> TEXTS = Set.of(Kind.STRING, Kind.RICHTEXT, Kind.ENUM);

    private TypeChange() {}

    /** Whether values of the one type may be values of the other, so that they are looked at one by one; else none of them is kept. */
    public static boolean byValue(FieldType from, FieldType to) {
        boolean text = TEXTS.contains(to.kind()) && (TEXTS.contains(from.kind()) || from.kind() == Kind.REFERENCE);
        return text || (from.kind().numeric() && to.kind().numeric());
    }

    /** The same value in the new type, or null when that has none that is exactly the same. */
    public static Object exact(Object value, FieldType to) {
        Object nearest = nearest(value, to);
        boolean rounded = value instanceof Long whole && nearest instanceof Double real && !isSame(whole, real);
        return rounded ? null : nearest;
    }

    /** Like {@link #exact}, but a whole number that no float holds exactly becomes the nearest one. */
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

    // The largest long becomes 2^63 as a double, and comes back as itself.
    private static boolean isSame(long whole, double real) {
        return whole == (long) real && whole == real && real != 0x1p63;
    }
}
