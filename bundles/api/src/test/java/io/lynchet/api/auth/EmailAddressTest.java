// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @Test
    void address_isKeptInLowerCase() {
        assertThat(EmailAddress.canonical("Ada.Lovelace+x@Example.ORG")).isEqualTo("ada.lovelace+x@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "ada@müller.example, ada@xn--mller-kva.example",
        "ada@mu\u0308ller.example, ada@xn--mller-kva.example",
        "ada@MÜLLER.example, ada@xn--mller-kva.example",
        "ada@xn--Mller-KVA.example, ada@xn--mller-kva.example",
        "ada@例え。example, ada@xn--r8jz45g.example",
        "jose\u0301@example.org, josé@example.org",
        "JOSÉ@example.org, josé@example.org",
        "ada@ｅxample.org, ada@example.org"
    })
    void spellingsOfOneAddress_areOne(String typed, String canonical) {
        assertThat(EmailAddress.canonical(typed)).isEqualTo(canonical);
        assertThat(EmailAddress.canonical(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x09, 0x20, 0x7F, 0x85, 0xA0, 0xAD, 0x034F, 0x061C, 0x115F, 0x180E, 0x200B, 0x200D, 0x200E,
                0x202E, 0x2028, 0x2060, 0x2066, 0x2800, 0x3000, 0x3164, 0xD800, 0xE000, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0001,
                0xE0100
            })
    void whatNobodySees_isRefused_whereverItIs(int hidden) {
        String text = new String(Character.toChars(hidden));
        for (String typed : new String[] {"a" + text + "da@example.org", "ada@exa" + text + "mple.org"}) {
            assertThatThrownBy(() -> EmailAddress.canonical(typed))
                    .isInstanceOfSatisfying(LynchetException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_EMAIL);
                        assertThat(e.getMessage().replace(" ", "")).doesNotContain(text);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a@",
                "@b.de",
                "a@b",
                "a b@c.de",
                "a@b.de\r\nBcc: c@d.ef",
                "a@b.de\u0000",
                "a@b@c.de",
                "<a@b.de>",
                "a,b@c.de",
                "\"a\"@b.de",
                "a@b.d",
                "a@b..de",
                "a@-b.de",
                "a@b_c.de",
                "a@straße.de",
                "a\u037Eb@c.de"
            })
    void whatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> EmailAddress.canonical(text))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_EMAIL));
    }

    @Test
    void longText_isRefusedQuickly() {
        String text = "a".repeat(10_000_000) + "@b.de";
        assertThatThrownBy(() -> EmailAddress.canonical(text)).isInstanceOf(LynchetException.class);
    }

    @Test
    void canonicalForm_isItsOwn() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String typed = letters(random) + "@" + letters(random) + ".example";
            String once = EmailAddress.comparable(typed);
            assertThat(EmailAddress.comparable(once))
                    .as("seed %d, %s", seed, typed)
                    .isEqualTo(once);
        }
    }

    private static String letters(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int c = random.nextInt(0x3000);
            text.appendCodePoint(Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK ? c : 'x');
        }
        return text.toString();
    }

    @Test
    void whatHasNoCanonicalForm_isComparedInLowerCase() {
        assertThat(EmailAddress.comparable("A\u200Bda@Example.org")).isEqualTo("a\u200Bda@example.org");
        assertThat(EmailAddress.comparable("ada@MÜLLER.example")).isEqualTo("ada@xn--mller-kva.example");
    }
}
