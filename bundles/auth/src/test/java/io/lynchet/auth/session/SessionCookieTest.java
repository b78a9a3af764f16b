// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.auth.FakeRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionCookieTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "app_session=t,t",
                "a=b; app_session=t; c=d,t",
                "a=b;app_session=t,t",
                "xapp_session=t,none",
                "app_session,none",
                "other=app_session=t,none"
            })
    void token_isFoundAmongOthers(String header, String token) {
        assertThat(SessionCookie.token(header, "app")).isEqualTo(token);
    }

    @Test
    void name_isSafeForAHeader() {
        assertThat(SessionCookie.name("my app;\r\nx")).isEqualTo("my_app___x_session");
    }

    @Test
    void cookie_isForTlsOnly_outsideDevelopment() {
        FakeRequest request = FakeRequest.get("/").insecure();
        assertThat(new SessionCookie(false)
                        .keeping("app", "t", Duration.ofDays(1), request)
                        .value())
                .isEqualTo("app_session=t; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure");
        assertThat(new SessionCookie(true)
                        .keeping("app", "t", Duration.ofDays(1), request)
                        .value())
                .doesNotContain("Secure");
        assertThat(new SessionCookie(true).dropping("app", request).value()).contains("app_session=;", "Max-Age=0");
    }
}
