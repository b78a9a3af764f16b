// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.auth.totp.store.Enrolment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Base 32, key addresses and recovery codes. */
class CodeFormsTest {
    private final RecoveryCodes recovery = new RecoveryCodes();

    // RFC 4648, section 10, without the padding.
    @ParameterizedTest
    @CsvSource({"'', ''", "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32_isThatOfTheStandard(String text, String encoded) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
    }

    @Test
    void base32_ofHighBytes_hasThemAll() {
        assertThat(Base32.encode(new byte[] {-1, -1, -1, -1, -1})).isEqualTo("77777777");
        assertThat(Base32.encode(new byte[] {-128, 0, 0, 0, 1})).isEqualTo("QAAAAAAB");
    }

    @Test
    void keyUri_hasWhatAppsNeed() {
        assertThat(KeyUri.of("shop", "ada@example.org", "MZXW6YTB"))
                .isEqualTo("otpauth://totp/shop:ada%40example.org?secret=MZXW6YTB&issuer=shop"
                        + "&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void keyUri_ofNamesWithSigns_keepsItsParts() {
        assertThat(KeyUri.of("A: B & C", "d/e?f=ü+", "X"))
                .isEqualTo("otpauth://totp/A%20%20B%20%26%20C:d%2Fe%3Ff%3D%C3%BC%2B?secret=X"
                        + "&issuer=A%20%20B%20%26%20C&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void newCodes_areTenOfEightyBits_allDifferent() {
        Set<String> seen = IntStream.range(0, 50)
                .mapToObj(i -> recovery.newCodes())
                .peek(codes -> assertThat(codes).hasSize(10))
                .flatMap(List::stream)
                .peek(code -> assertThat(code).matches("[a-z2-7]{4}(-[a-z2-7]{4}){3}"))
                .collect(Collectors.toSet());
        assertThat(seen).hasSize(500);
        // All characters at all places, or there would be fewer bits than it looks like.
        for (int place = 0; place < 19; place++) {
            int at = place;
            long characters =
                    seen.stream().map(code -> code.charAt(at)).distinct().count();
            assertThat(characters).isGreaterThan(place % 5 == 4 ? 0 : 25);
        }
    }

    @Test
    void id_doesNotDependOnHowACodeIsTyped() {
        String code = recovery.newCodes().get(0);
        String id = RecoveryCodes.id("ada", code);
        assertThat(RecoveryCodes.id("ada", code.toUpperCase(Locale.ROOT).replace('-', ' ')))
                .isEqualTo(id);
        assertThat(RecoveryCodes.id("ada", code.replace("-", ""))).isEqualTo(id);
        assertThat(RecoveryCodes.isCode(code.replace("-", ""))).isTrue();
        assertThat(id).matches("[0-9a-f]{64}").doesNotContain(code.replace("-", ""));
    }

    @Test
    void id_isAnotherForEachAccountAndCode() {
        List<String> codes = recovery.newCodes();
        assertThat(RecoveryCodes.id("ada", codes.get(0))).isNotEqualTo(RecoveryCodes.id("eve", codes.get(0)));
        assertThat(RecoveryCodes.id("ada", codes.get(0))).isNotEqualTo(RecoveryCodes.id("ada", codes.get(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "123456",
                "abcd-efgh-ijkl-mno",
                "abcd-efgh-ijkl-mnopq",
                "abcd-efgh-ijkl-mno1",
                "äbcd-efgh-ijkl-mnop"
            })
    void isCode_ofAnythingElse_isFalse(String text) {
        assertThat(RecoveryCodes.isCode(text)).isFalse();
        assertThat(RecoveryCodes.isCode(text + "-".repeat(10_000))).isFalse();
    }

    @Test
    void secret_isNotToldByAccident() {
        assertThat(new Enrolment("ada", 1, "00ff00ff", 5, null).toString())
                .doesNotContain("00ff")
                .contains("not confirmed");
    }
}
