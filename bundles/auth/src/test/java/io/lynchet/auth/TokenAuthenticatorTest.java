// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Credentials;
import io.lynchet.api.auth.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAuthenticatorTest {
    private static final String TOKEN = "0123456789abcdef";
    private final TokenAuthenticator authenticator = new TokenAuthenticator(TOKEN);

    @Test
    void authenticate_withoutToken_isAnonymous() {
        assertThat(authenticator.authenticate(new Credentials(null, null, "127.0.0.1")))
                .isEqualTo(Caller.ANONYMOUS);
    }

    @Test
    void authenticate_withAdminToken_isAdmin() {
        assertThat(authenticator.authenticate(new Credentials(TOKEN, null, "127.0.0.1")))
                .isEqualTo(Caller.unlimited(Principal.ADMIN, Caller.Kind.ADMIN_TOKEN, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF", "\u0000"})
    void authenticate_withWrongToken_isRefusedAndNeverAnonymous(String token) {
        assertThatThrownBy(() -> authenticator.authenticate(new Credentials(token, null, "127.0.0.1")))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
    }

    @Test
    void construct_withShortOrMissingToken_refusesAndSaysWhatToDo() {
        assertThatThrownBy(() -> new TokenAuthenticator("short")).hasMessageContaining("LYNCHET_ADMIN_TOKEN");
        assertThatThrownBy(() -> new TokenAuthenticator((String) null)).hasMessageContaining("LYNCHET_ADMIN_TOKEN");
    }
}
