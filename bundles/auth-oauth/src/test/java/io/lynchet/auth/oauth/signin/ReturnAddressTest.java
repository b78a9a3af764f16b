// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnAddressTest {
    private static AppModel app() {
        JsonText document =
                new JsonText("{\"auth\":{\"trusted_origins\":[\"https://app.example\",\"http://localhost:3000\"]}}");
        return new AppModel(
                new Manifest("t", "1", List.of(), List.of(), List.of(), List.of(), document), Schema.EMPTY, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/done?a=b#c",
                "/a//b",
                "/@evil.example",
                "/%2F%2Fevil.example",
                "https://app.example",
                "https://app.example/",
                "https://APP.example:443/x?y=z#/route",
                "http://localhost:3000/done"
            })
    void trusted_pathHereOrTrustedOrigin_isTaken(String address) {
        assertThat(ReturnAddress.trusted(address, ReturnAddressTest::app)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "done",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "/\n/evil.example",
                "/done\r\nSet-Cookie: a=b",
                "/done\u0000",
                " /done",
                "/done ",
                "/d\u00f6ne",
                "/\u2215evil.example",
                "\uff0f\uff0fevil.example",
                "https://evil.example",
                "https:evil.example",
                "https:/evil.example",
                "https:///evil.example",
                "https://app.example@evil.example",
                "https://user@app.example/",
                "https://app.example:x@evil.example/",
                "https://app.example\\@evil.example",
                "https://app.example\\.evil.example",
                "https://app.example.evil.example",
                "https://evil.example/https://app.example",
                "https://evil.example#https://app.example",
                "https://evil.example?https://app.example",
                "https://app.example:444",
                "http://app.example",
                "https://app\u3002example",
                "https://app.ex\u0430mple",
                "https://app.example\u2028.evil.example",
                "https://app.example%2eevil.example",
                "https://app.example%00.evil.example",
                "https://[app.example]",
                "javascript:alert(1)",
                "JavaScript://app.example/%0aalert(1)",
                "data:text/html,hi",
                "ftp://app.example/",
                "https://"
            })
    void trusted_attemptToLeadAway_isRefused(String address) {
        assertRefused(address);
    }

    @Test
    void trusted_tooLong_isRefused() {
        assertRefused("/" + "a".repeat(2_000));
    }

    @Test
    void with_aFragment_putsTheParameterBeforeIt() {
        assertThat(ReturnAddress.with("/a#b", "error", "X Y")).isEqualTo("/a?error=X+Y#b");
        assertThat(ReturnAddress.with("/a?c=d", "error", "X")).isEqualTo("/a?c=d&error=X");
    }

    private static void assertRefused(String address) {
        assertThatThrownBy(() -> ReturnAddress.trusted(address, ReturnAddressTest::app))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNTRUSTED_REDIRECT));
    }
}
