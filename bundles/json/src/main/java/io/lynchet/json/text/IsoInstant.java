// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The instants of the years 0 to 9999 as ISO-8601 text, as {@link Instant#toString} writes them. */
public final class IsoInstant {
    /** The bytes of the longest text, {@code 2026-01-02T03:04:05.123456789Z}. */
    public static final int BYTES_MAX = 30;

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long YEAR_0 = -62_167_219_200L;
    private static final long YEAR_9999_END = 253_402_300_799L;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private IsoInstant() {}

    /** Returns whether {@link #write} can write the instant. */
    public static boolean isWritable(Instant at) {
        return at.getEpochSecond() >= YEAR_0 && at.getEpochSecond() <= YEAR_9999_END;
    }

    /**
     * Writes a writable instant at the position and returns the position behind it; fractions in groups of three
     * digits.
     */
    public static int write(Instant at, byte[] to, int position) {
        long days = Math.floorDiv(at.getEpochSecond(), SECONDS_PER_DAY);
        int second = (int) Math.floorMod(at.getEpochSecond(), SECONDS_PER_DAY);
        // Days to a date in the proleptic Gregorian calendar, in eras of 400 years that begin on a first of March.
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        int p = digits(to, position, year, 4);
        to[p++] = '-';
        p = digits(to, p, month, 2);
        to[p++] = '-';
        p = digits(to, p, day, 2);
        to[p++] = 'T';
        p = digits(to, p, second / 3_600, 2);
        to[p++] = ':';
        p = digits(to, p, second / 60 % 60, 2);
        to[p++] = ':';
        p = digits(to, p, second % 60, 2);
        p = fraction(to, p, at.getNano());
        to[p++] = 'Z';
        return p;
    }

    private static int fraction(byte[] to, int position, int nanos) {
        if (nanos == 0) {
            return position;
        }
        to[position] = '.';
        if (nanos % 1_000_000 == 0) {
            return digits(to, position + 1, nanos / 1_000_000, 3);
        }
        return nanos % 1_000 == 0 ? digits(to, position + 1, nanos / 1_000, 6) : digits(to, position + 1, nanos, 9);
    }

    private static int digits(byte[] to, int position, int value, int count) {
        int left = value;
        for (int i = position + count - 1; i >= position; i--) {
            to[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return position + count;
    }

    /**
     * Reads {@code YYYY-MM-DDThh:mm[:ss[.f...]]} and {@code Z} or {@code ±hh:mm}, truncated to microseconds. Returns
     * null for everything else, for dates and times that do not exist (also leap seconds), and for instants beyond the
     * years 0 to 9999.
     */
    public static Instant parse(String text) {
        Instant exact = parseExactly(text);
        return exact == null ? null : exact.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Reads like {@link #parse}, but without truncating to microseconds, for comparisons with instants in microseconds.
     * Where there are more digits than an instant holds, the result lies between the same two microseconds.
     */
    public static Instant parseExactly(String text) {
        return new Scan(text).instant();
    }

    private static final class Scan {
        private final String text;
        private int at;
        private boolean bad;

        Scan(String text) {
            this.text = text;
        }

        Instant instant() {
            int year = number(4);
            int month = number('-', 1, 12);
            int day = number('-', 1, 31);
            take('T', 't');
            int hour = number(2);
            int minute = number(':', 0, 59);
            int second = next(':') ? number(':', 0, 59) : 0;
            int nano = next('.') ? nanoseconds() : 0;
            int offset = offset();
            if (bad || at != text.length() || hour > 23 || day > daysOf(year, month)) {
                return null;
            }
            long seconds =
                    daysSince1970(year, month, day) * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second - offset;
            return seconds < YEAR_0 || seconds > YEAR_9999_END ? null : Instant.ofEpochSecond(seconds, nano);
        }

        private static int daysOf(int year, int month) {
            boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            return month == 2 && leap ? 29 : DAYS[month - 1];
        }

        private static long daysSince1970(int year, int month, int day) {
            int y = month <= 2 ? year - 1 : year;
            int era = Math.floorDiv(y, 400);
            int yearOfEra = y - era * 400;
            int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
            return era * 146_097L + yearOfEra * 365L + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
        }

        private boolean next(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        private void take(char upper, char lower) {
            if (next(upper) || next(lower)) {
                at++;
            } else {
                bad = true;
            }
        }

        private int number(char before, int least, int most) {
            take(before, before);
            int value = number(2);
            bad |= value < least || value > most;
            return Math.max(least, Math.min(most, value));
        }

        private int number(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                char c = at < text.length() ? text.charAt(at++) : 'x';
                bad |= c < '0' || c > '9';
                value = value * 10 + (bad ? 0 : c - '0');
            }
            return value;
        }

        private int nanoseconds() {
            at++;
            int first = at;
            int value = 0;
            boolean more = false;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                if (at - first < 9) {
                    value = value * 10 + (text.charAt(at) - '0');
                } else {
                    more |= text.charAt(at) != '0';
                }
                at++;
            }
            bad |= at == first;
            for (int i = at - first; i < 9; i++) {
                value *= 10;
            }
            return more && value % 1_000 == 0 ? value + 1 : value;
        }

        private int offset() {
            if (next('Z') || next('z')) {
                at++;
                return 0;
            }
            int sign = next('-') ? -1 : 1;
            take('+', '-');
            int hours = number(2);
            int minutes = number(':', 0, 59);
            bad |= hours > 23;
            return sign * (hours * 3_600 + minutes * 60);
        }
    }
}
