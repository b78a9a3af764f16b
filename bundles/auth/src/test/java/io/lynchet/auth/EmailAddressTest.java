// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @Test
    void address_isKeptInLowerCase() {
        assertThat(EmailAddress.normal("Ada.Lovelace+x@Example.ORG")).isEqualTo("ada.lovelace+x@example.org");
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
                "a@b.d"
            })
    void whatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> EmailAddress.normal(text))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_EMAIL));
    }

    @Test
    void longText_isRefusedQuickly() {
        String text = "a".repeat(10_000_000) + "@b.de";
        assertThatThrownBy(() -> EmailAddress.normal(text)).isInstanceOf(LynchetException.class);
    }
}
