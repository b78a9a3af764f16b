// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.testkit.http.FakeInbound;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    private final HostNames names = HostNames.ofThisMachine(Set.of("https://tunnel.example.com"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:4321",
                "app.localhost:4321",
                "127.0.0.1:4321",
                "192.168.1.7",
                "[::1]:4321",
                "my-machine:4321",
                "my-machine.local",
                "tunnel.example.com",
                "tunnel.example.com.:443"
            })
    void nameOfThisMachine_isServed(String host) {
        assertThatCode(() -> names.check(new FakeInbound("GET", "/", "").with("Host", host)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:4321",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "x.tunnel.example.com",
                "a..",
                "local.host."
            })
    void foreignName_isRefused(String host) {
        assertThatThrownBy(() -> names.check(new FakeInbound("GET", "/", "").with("Host", host)))
                .isInstanceOfSatisfying(
                        LynchetException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.HOST_NOT_SERVED));
        assertThatCode(() -> HostNames.any().check(new FakeInbound("GET", "/", "").with("Host", host)))
                .doesNotThrowAnyException();
    }
}
