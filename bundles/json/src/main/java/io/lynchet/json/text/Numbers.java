// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.text;

import java.math.BigDecimal;

/** The conversion of JSON number literals whose syntax has been checked and whose length is limited. */
public final class Numbers {
    private Numbers() {}

    /** Returns the number as Long when its exact value is a whole number of 64 bits, else null. */
    public static Long whole(String literal) {
        BigDecimal exact;
        try {
            exact = new BigDecimal(literal);
        } catch (NumberFormatException e) {
            // The literal is well-formed, so the exponent is beyond 32 bits: zero, or far out of any range.
            return mantissaIsZero(literal) ? 0L : null;
        }
        if (exact.signum() == 0) {
            return 0L;
        }
        // Before anything that would write the exponent out in digits.
        long digitsBeforePoint = (long) exact.precision() - exact.scale();
        if (digitsBeforePoint < 1 || digitsBeforePoint > 19) {
            return null;
        }
        try {
            return exact.longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** Returns the nearest double, never negative zero, or null when that is infinite. */
    public static Double finite(String literal) {
        double value = Double.parseDouble(literal);
        return Double.isInfinite(value) ? null : value == 0 ? 0.0 : value;
    }

    /** Returns a Long when written as a whole number that fits, else a Double, or null when that is infinite. */
    public static Number plain(String literal) {
        boolean whole = literal.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        Long exact = whole && !literal.equals("-0") ? whole(literal) : null;
        if (exact != null) {
            return exact;
        }
        return finite(literal);
    }

    private static boolean mantissaIsZero(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == 'e' || c == 'E') {
                return true;
            }
            if (c >= '1' && c <= '9') {
                return false;
            }
        }
        return true;
    }
}
