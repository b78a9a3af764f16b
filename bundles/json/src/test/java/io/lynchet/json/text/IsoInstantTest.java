// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoInstantTest {
    @Test
    void write_and_parse_agreeWithThePlatform() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Instant at = Instant.ofEpochSecond(
                    -62_167_219_200L + (long) (random.nextDouble() * 315_569_520_000L),
                    switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> 1_000_000L * random.nextInt(1_000);
                        default -> 1_000L * random.nextInt(1_000_000);
                    });
            assertThat(written(at)).as("seed %d", seed).isEqualTo(at.toString());
            assertThat(IsoInstant.parse(at.toString())).as("seed %d", seed).isEqualTo(at);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 18 * 60 + 1) - 18 * 60));
            OffsetDateTime elsewhere = at.atOffset(offset);
            if (elsewhere.getYear() >= 0 && elsewhere.getYear() <= 9999) {
                assertThat(IsoInstant.parse(elsewhere.toString()))
                        .as("seed %d", seed)
                        .isEqualTo(at);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05.123456Z, 2026-01-02T03:04:05.123456Z",
        "2026-01-02T03:04:05.1234567Z, 2026-01-02T03:04:05.123456700Z",
        "2026-01-02T03:04:05.123456789Z, 2026-01-02T03:04:05.123456789Z",
        "2026-01-02T03:04:05.1234560000000001Z, 2026-01-02T03:04:05.123456001Z",
        "2026-01-02T03:04:05.1234569999999999Z, 2026-01-02T03:04:05.123456999Z",
        "2026-01-02T03:04:05.123456000000000Z, 2026-01-02T03:04:05.123456Z",
    })
    void parseExactly_keepsWhatLiesBetweenMicroseconds(String text, Instant expected) {
        assertThat(IsoInstant.parseExactly(text)).isEqualTo(expected);
    }

    @Test
    void write_ofNanoseconds_keepsThem() {
        assertThat(written(Instant.parse("2026-01-02T03:04:05.123456789Z")))
                .isEqualTo("2026-01-02T03:04:05.123456789Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04Z, 2026-01-02T03:04:00Z",
        "2026-01-02t03:04:05z, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.1Z, 2026-01-02T03:04:05.100Z",
        "2026-01-02T03:04:05.1234567899999Z, 2026-01-02T03:04:05.123456Z",
        "2026-01-02T03:04:05+02:30, 2026-01-02T00:34:05Z",
        "2026-01-02T03:04:05-00:00, 2026-01-02T03:04:05Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    })
    void parse_takes(String text, String instant) {
        assertThat(IsoInstant.parse(text)).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-02",
                "2026-01-02T03:04:05",
                "2026-01-02 03:04:05Z",
                "2026-1-2T03:04:05Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2026-01-32T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T23:60:00Z",
                "2026-01-01T23:59:60Z",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00,5Z",
                "2026-01-01T00:00:00+0200",
                "2026-01-01T00:00:00+02",
                "2026-01-01T00:00:00+24:00",
                "2026-01-01T00:00:00+02:60",
                "2026-01-01T00:00:00ZZ",
                "2026-01-01T00:00:00Z ",
                " 2026-01-01T00:00:00Z",
                "+2026-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "12026-01-01T00:00:00Z",
                "0000-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "２０２６-01-01T00:00:00Z",
                "2026-W01-1T00:00:00Z",
                "2026-001T00:00:00Z",
                "2026-01-01T00Z",
                "1767225600",
                "now",
                "2026-01-01T00:00:00[UTC]",
                "2026-01-01T00:00:00Z[UTC]",
                "2026-01-01T00:00:00 Z",
                "T",
                "Z",
                "2026",
                "2026-01-01T00:00:0xZ",
            })
    void parse_refuses(String text) {
        assertThat(IsoInstant.parse(text)).isNull();
    }

    private static String written(Instant at) {
        byte[] to = new byte[IsoInstant.BYTES_MAX + 3];
        int end = IsoInstant.write(at, to, 3);
        return new String(to, 3, end - 3, StandardCharsets.US_ASCII);
    }

    @Test
    void parse_withAnyOffsetOfRfc3339_readsIt() {
        assertThat(IsoInstant.parse("1185-08-09T21:26:34+20:20")).isEqualTo(Instant.parse("1185-08-09T01:06:34Z"));
        assertThat(IsoInstant.parse("2026-01-01T00:00:00-23:59")).isEqualTo(Instant.parse("2026-01-01T23:59:00Z"));
    }
}
