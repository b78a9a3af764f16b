// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {
    private static final String TOKEN = "0123456789abcdef";

    @Test
    void rightToken_isIt() {
        assertThat(new AdminToken(TOKEN).is(TOKEN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF", "\u0000"})
    void wrongToken_isNot(String token) {
        assertThat(new AdminToken(TOKEN).is(token)).isFalse();
    }

    @Test
    void shortOrMissingToken_isRefused_andSaysWhatToDo() {
        assertThatThrownBy(() -> new AdminToken("short")).hasMessageContaining("LYNCHET_ADMIN_TOKEN");
        assertThatThrownBy(() -> new AdminToken(null)).hasMessageContaining("LYNCHET_ADMIN_TOKEN");
    }
}
