// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextMatchTest {
    @ParameterizedTest
    @EnumSource
    void absentSides_andOtherKinds_areFalse(TextMatch match) {
        assertThat(match.holds(null, "")).isFalse();
        assertThat(match.holds("", null)).isFalse();
        assertThat(match.holds(1L, "1")).isFalse();
        assertThat(match.holds("1", 1L)).isFalse();
        assertThat(match.holds("", "")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "LIKE, first, fir, true",
        "LIKE, first, RST, true",
        "LIKE, first, f%t, true",
        "LIKE, first, f_r, true",
        "LIKE, first, f__r, false",
        "LIKE, first, tf, false",
        "LIKE, first, '', true",
        "LIKE, '', %, true",
        "LIKE, '', _, false",
        "LIKE, a%b, a%b, true",
        "LIKE, É, é, false",
        "LIKE, k, \u212a, false",
        "LIKE, İ, i, false",
        "LIKE, x😀y, x_y, true",
        "LIKE, x😀y, x__y, false",
        "LIKE, 'a\nb', a_b, true",
        "LIKE, abcabd, ab%abd, true",
        "LIKE, [a], [A], true",
        "STARTS_WITH, first, fir, true",
        "STARTS_WITH, first, Fir, false",
        "STARTS_WITH, f%t, f%, true",
        "STARTS_WITH, first, f%, false",
        "ENDS_WITH, first, rst, true",
        "ENDS_WITH, first, rs, false",
        "CONTAINS, first, irs, true",
        "CONTAINS, first, i_s, false",
        "CONTAINS, 50%, %, true",
        "CONTAINS, first, IRS, false",
    })
    void match_ofTextAndPattern_holdsOrNot(TextMatch match, String text, String pattern, boolean expected) {
        assertThat(match.holds(text, pattern)).isEqualTo(expected);
    }

    @Test
    void like_agreesWithARegularExpression() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            // Every other one has more characters than there are bits in a word.
            boolean isLong = i % 10 == 0;
            String text = letters(random, "abAB\n", isLong ? 300 : 10);
            String pattern = letters(random, isLong ? "aB_" : "aBA%_", isLong ? 90 : 6);
            if (isLong) {
                pattern = spread(random, text, pattern);
            }
            StringBuilder expression = new StringBuilder(".*");
            for (char c : pattern.toCharArray()) {
                expression.append(
                        c == '%'
                                ? ".*"
                                : c == '_' ? "." : "[" + Character.toLowerCase(c) + Character.toUpperCase(c) + "]");
            }
            boolean expected = Pattern.compile(expression + ".*", Pattern.DOTALL)
                    .matcher(text)
                    .matches();
            assertThat(TextMatch.LIKE.holds(text, pattern))
                    .as("seed %d, text %s, pattern %s", seed, text, pattern)
                    .isEqualTo(expected);
        }
    }

    @Test
    void like_ofAHostilePattern_endsSoon() {
        String text = "a".repeat(20_000);
        String pattern = "a%".repeat(499) + "b";
        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(TextMatch.LIKE.holds(text, pattern)).isFalse());
    }

    @Test
    void like_ofACharacterThatIsWrittenAsTwo_countsItAsOne() {
        String text = "x" + "\ud83d\ude00".repeat(70) + "y";
        assertThat(TextMatch.LIKE.holds(text, "x" + "_".repeat(70) + "y")).isTrue();
        assertThat(TextMatch.LIKE.holds(text, "x" + "_".repeat(71) + "y")).isFalse();
        assertThat(TextMatch.LIKE.holds(text, "\ud83d\ude00%y")).isTrue();
        assertThat(TextMatch.LIKE.holds(text, "\ude00")).isFalse();
        assertThat(TextMatch.LIKE.holds(text, "x\ud83d")).isFalse();
    }

    /** A long pattern that the text may well match: pieces of it, in order. */
    private static String spread(Random random, String text, String otherwise) {
        if (text.length() < 100 || random.nextInt(4) == 0) {
            return otherwise;
        }
        int first = random.nextInt(10);
        int last = 50 + random.nextInt(40);
        String gap = random.nextBoolean() ? "%" : "_";
        return text.substring(first, first + 30).replace('\n', '_')
                + (gap.equals("%") ? "%" : "_".repeat(last - first - 30))
                + text.substring(last, last + 10 + random.nextInt(50) % (text.length() - last - 9))
                        .replace('\n', '_');
    }

    private static String letters(Random random, String alphabet, int max) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(max); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
