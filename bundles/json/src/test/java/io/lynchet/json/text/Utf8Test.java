// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void check_agreesWithTheDecoderOfThePlatform() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(6)];
            for (int j = 0; j < bytes.length; j++) {
                // Mostly bytes above 0x7F, where it is decided.
                bytes[j] = (byte) (random.nextInt(5) == 0 ? random.nextInt(128) : 128 + random.nextInt(128));
            }
            if ((Utf8.check(bytes) >= 0) != decodes(bytes)) {
                throw new AssertionError("seed " + seed + ", bytes " + java.util.Arrays.toString(bytes));
            }
        }
    }

    @Test
    void check_ofEveryCodePoint_isClean() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
                if (Utf8.check(bytes) != Utf8.CLEAN) {
                    throw new AssertionError(Integer.toHexString(point));
                }
            }
        }
    }

    @Test
    void check_noticesEscapedSurrogates() {
        assertThat(Utf8.check("\"\\ud800\"".getBytes(StandardCharsets.UTF_8))).isEqualTo(Utf8.WITH_ESCAPED_SURROGATES);
        assertThat(Utf8.check("\"\\uDFff\"".getBytes(StandardCharsets.UTF_8))).isEqualTo(Utf8.WITH_ESCAPED_SURROGATES);
        assertThat(Utf8.check("\"\\u0041 d\"".getBytes(StandardCharsets.UTF_8))).isEqualTo(Utf8.CLEAN);
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
