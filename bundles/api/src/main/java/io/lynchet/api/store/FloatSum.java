// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * The exact sum of floats. It is the same in whatever order they come, so all stores agree to the last bit, whichever way their rows take.
 *
 * <p>A float whose bits lie between 2<sup>42</sup> and 2<sup>-82</sup>, as those of nearly all do, is two whole numbers, its upper bits in units of
 * 2<sup>-20</sup> and its lower ones in units of 2<sup>-82</sup>, which databases can sum without an error, too. Others are added as decimals.
 *
 * <p>Confined to one thread.
 */
public final class FloatSum {
    /** Below it in amount, upper bits fit. */
    public static final double FITTING_BELOW = 0x1p42;

    /** Times this, the whole part of a float are its upper bits. */
    public static final double UPPER_SCALE = 0x1p20;

    /** Times this, what is left behind them are its lower bits. */
    public static final double LOWER_SCALE = 0x1p62;

    private static final int UPPER_BITS = 20;
    private static final int LOWER_BITS = 82;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private long count;
    private BigInteger upper = BigInteger.ZERO;
    private BigInteger lower = BigInteger.ZERO;
    private BigDecimal others = BigDecimal.ZERO;
    // Halves of what is not yet in the large numbers, so that none of them overflows on the way.
    private long upperHigh;
    private long upperLow;
    private long lowerHigh;
    private long lowerLow;
    private int pending;

    public FloatSum() {}

    /**
     * A sum that a database has computed from floats that all fit.
     *
     * @param upper of their upper bits
     * @param lower of their lower bits
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

    /** The number whose upper half has been summed apart from its lower 32 bits. */
    public static BigInteger whole(long high, long low) {
        return BigInteger.valueOf(high).shiftLeft(32).add(BigInteger.valueOf(low));
    }

    /** The nearest float, never negative zero; infinite beyond their range. */
    public double total() {
        return exact().doubleValue() + 0.0;
    }

    /** The mean, which is never beyond their range; only when at least one was added. */
    public double mean() {
        return mean(exact(), count) + 0.0;
    }

    /** Of so many numbers with that sum. */
    static double mean(BigDecimal sum, long count) {
        return sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
    }

    /** Of so many whole numbers with that sum; the same rounding for all stores. */
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
