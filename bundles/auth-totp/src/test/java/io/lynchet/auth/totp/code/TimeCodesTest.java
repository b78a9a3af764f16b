// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeCodesTest {
    /** The key of the test vectors of RFC 6238. */
    private static final byte[] KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    private static final long NEVER = -1;
    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_109);

    private final TimeCodes codes = new TimeCodes();

    // RFC 6238, appendix B, of which the last six digits are shown here.
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void code_isThatOfTheStandard(long seconds, String code) {
        long step = TimeCodes.step(Instant.ofEpochSecond(seconds));
        assertThat(step).isEqualTo(seconds / 30);
        assertThat(codes.at(KEY, step)).isEqualTo(code);
        assertThat(codes.match(KEY, code, Instant.ofEpochSecond(seconds), NEVER))
                .hasValue(step);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void match_oneStepEitherWay_tellsTheStep(int steps) {
        long step = TimeCodes.step(NOW) + steps;
        assertThat(codes.match(KEY, codes.at(KEY, step), NOW, NEVER)).hasValue(step);
        assertThat(codes.match(KEY, codes.at(KEY, step), NOW, step - 1)).hasValue(step);
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, -2, 2, 3})
    void match_furtherAway_isNone(int steps) {
        assertThat(codes.match(KEY, codes.at(KEY, TimeCodes.step(NOW) + steps), NOW, NEVER))
                .isEmpty();
    }

    @Test
    void match_ofAStepThatWasTaken_orBeforeIt_isNone() {
        long step = TimeCodes.step(NOW);
        assertThat(codes.match(KEY, codes.at(KEY, step), NOW, step)).isEmpty();
        assertThat(codes.match(KEY, codes.at(KEY, step - 1), NOW, step)).isEmpty();
        assertThat(codes.match(KEY, codes.at(KEY, step + 1), NOW, step)).hasValue(step + 1);
    }

    @Test
    void match_ofAnotherSecret_isNone() {
        byte[] other = codes.newSecret();
        long step = TimeCodes.step(NOW);
        Set<String> ours = Set.of(codes.at(KEY, step - 1), codes.at(KEY, step), codes.at(KEY, step + 1));
        String theirs = codes.at(other, step);
        assertThat(codes.match(KEY, theirs, NOW, NEVER).isPresent()).isEqualTo(ours.contains(theirs));
    }

    @Test
    void step_changesOnTheHalfMinute() {
        assertThat(TimeCodes.step(Instant.parse("2026-03-01T12:00:29.999999999Z")))
                .isEqualTo(TimeCodes.step(Instant.parse("2026-03-01T12:00:00Z")));
        assertThat(TimeCodes.step(Instant.parse("2026-03-01T12:00:30Z")))
                .isEqualTo(TimeCodes.step(Instant.parse("2026-03-01T12:00:00Z")) + 1);
    }

    @Test
    void code_hasPlainDigits_whateverThePlatformSpeaks() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(codes.at(KEY, 1)).isEqualTo("287082");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "1234567", "12345a", "-12345", "12 345", "１２３４５６"})
    void isCode_ofAnythingElse_isFalse(String text) {
        assertThat(TimeCodes.isCode(text)).isFalse();
    }

    @Test
    void newSecret_isNeverTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            byte[] secret = codes.newSecret();
            assertThat(secret).hasSize(20);
            assertThat(seen.add(HexFormat.of().formatHex(secret))).isTrue();
        }
    }
}
