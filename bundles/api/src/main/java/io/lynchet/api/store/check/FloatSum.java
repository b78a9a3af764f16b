// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * An exact sum of floats. It does not depend on the order of the values. So all stores agree to the last bit, however
 * they read their rows.
 *
 * <p>Nearly all floats have their bits between 2<sup>42</sup> and 2<sup>-82</sup>. Such a float is split into two whole
 * numbers: upper bits in units of 2<sup>-20</sup>, lower bits in units of 2<sup>-82</sup>. Databases can sum these
 * without an error, too. All other floats are added as decimals.
 *
 * <p>Confined to one thread.
 */
public final class FloatSum {
    /** The absolute value below which the upper bits fit. */
    public static final double FITTING_BELOW = 0x1p42;

    /** The factor for the upper bits: they are the whole part of the scaled float. */
    public static final double UPPER_SCALE = 0x1p20;

    /** The factor for the lower bits: they are the whole part of the scaled rest behind the upper bits. */
    public static final double LOWER_SCALE = 0x1p62;

    private static final int UPPER_BITS = 20;
    private static final int LOWER_BITS = 82;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private long count;
    private BigInteger upper = BigInteger.ZERO;
    private BigInteger lower = BigInteger.ZERO;
    private BigDecimal others = BigDecimal.ZERO;
    // Halves of the values that are not yet in the large numbers, so that none of them overflows.
    private long upperHigh;
    private long upperLow;
    private long lowerHigh;
    private long lowerLow;
    private int pending;

    public FloatSum() {}

    /**
     * Creates a sum that a database has computed from floats that all fit.
     *
     * @param upper the sum of the upper bits
     * @param lower the sum of the lower bits
     */
    public FloatSum(long count, BigInteger upper, BigInteger lower) {
        this.count = count;
        this.upper = upper;
        this.lower = lower;
    }

    public void add(double value) {
        count++;
        if (Math.abs(value) < FITTING_BELOW) {
            double scaled = value * UPPER_SCALE;
            long high = (long) scaled;
            double rest = (scaled - high) * LOWER_SCALE;
            long low = (long) rest;
            if (rest == low) {
                addBits(high, low);
                return;
            }
        }
        others = others.add(new BigDecimal(value));
    }

    private void addBits(long high, long low) {
        upperHigh += high >> 32;
        upperLow += high & LOW_HALF;
        lowerHigh += low >> 32;
        lowerLow += low & LOW_HALF;
        if (++pending == 1 << 30) {
            settle();
        }
    }

    private void settle() {
        upper = upper.add(whole(upperHigh, upperLow));
        lower = lower.add(whole(lowerHigh, lowerLow));
        upperHigh = upperLow = lowerHigh = lowerLow = pending = 0;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Returns the number whose upper half was summed apart from its lower 32 bits. */
    public static BigInteger whole(long high, long low) {
        return BigInteger.valueOf(high).shiftLeft(32).add(BigInteger.valueOf(low));
    }

    /** Returns the nearest float, never negative zero; infinite beyond the range of floats. */
    public double total() {
        return exact().doubleValue() + 0.0;
    }

    /** Returns the mean, which is never beyond the range of floats. Call it only after adding at least one value. */
    public double mean() {
        return mean(exact(), count) + 0.0;
    }

    /** Returns the mean of {@code count} numbers with that sum. */
    static double mean(BigDecimal sum, long count) {
        return sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
    }

    /** Returns the mean of {@code count} whole numbers with that sum, with the same rounding for all stores. */
    public static double mean(BigInteger sum, long count) {
        return mean(new BigDecimal(sum), count);
    }

    private BigDecimal exact() {
        settle();
        return scaled(upper, UPPER_BITS).add(scaled(lower, LOWER_BITS)).add(others);
    }

    private static BigDecimal scaled(BigInteger units, int bits) {
        return new BigDecimal(units.multiply(BigInteger.valueOf(5).pow(bits)), bits);
    }
}
