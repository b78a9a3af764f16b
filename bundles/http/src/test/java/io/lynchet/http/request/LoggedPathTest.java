// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoggedPathTest {
    private static final String TOKEN = "0123456789abcdef".repeat(4);

    @Test
    void tokensInPaths_areNotLogged_whoeverAnswersThere() {
        for (String path : new String[] {
            "/api/auth/invites/" + TOKEN + "/accept", "/api/auth/invites/" + TOKEN, "/mistyped/" + TOKEN + "/accep"
        }) {
            assertThat(LoggedPath.of(path)).isEqualTo(path.replace(TOKEN, "012345..."));
        }
    }

    @Test
    void idsOfRows_andNamesOfFiles_areLoggedAsTheyAre() {
        String path = "/api/entities/Todo/" + "0123456789".repeat(4);
        assertThat(LoggedPath.of(path)).isEqualTo(path);
        assertThat(LoggedPath.of("/assets/main.0123456789abcdef.js")).isEqualTo("/assets/main.0123456789abcdef.js");
        assertThat(LoggedPath.of("/")).isEqualTo("/");
    }

    @Test
    void longPaths_areCut_andTokensStayHidden() {
        String path = "/a".repeat(90) + "/" + TOKEN;
        assertThat(LoggedPath.of(path)).hasSizeLessThan(210).doesNotContain(TOKEN.substring(0, 12));
        assertThat(LoggedPath.of("/a".repeat(500))).hasSize(203);
    }
}
