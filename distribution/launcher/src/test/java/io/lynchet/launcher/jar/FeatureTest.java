// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.launcher.cli.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureTest {
    private static Feature read(String text) {
        return Feature.read("sample", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void read_takesBundlesConfigurationsAndNeeds() {
        Feature feature = read("""
                {
                  "id": "io.lynchet:sample:1",
                  "bundles": [
                    {"id": "g:flat:1", "symbolic-name": "g.flat", "start-level": 2, "flat": true},
                    {"id": "g:own:1", "symbolic-name": "g.own"} // level 1, own loader
                  ],
                  "configurations": {"g.own": {"key": 1}},
                  "extensions": {"lynchet-ready": {"type": "json", "kind": "optional", "json": ["a.B"]}}
                }
                """);
        assertThat(feature.bundles())
                .containsExactly(
                        new FeatureBundle("g:flat:1", "g.flat", 2, true),
                        new FeatureBundle("g:own:1", "g.own", 1, false));
        assertThat(feature.bundles()).extracting(FeatureBundle::location).containsExactly("cp:g.flat", "lynchet:g.own");
        assertThat(feature.configurations()).isEqualTo(Map.of("g.own", Map.of("key", 1L)));
        assertThat(feature.needs()).containsExactly("a.B");
    }

    @Test
    void read_emptyFeature_hasNothing() {
        Feature feature = read("{}");
        assertThat(feature.bundles()).isEmpty();
        assertThat(feature.configurations()).isEmpty();
        assertThat(feature.needs()).isEmpty();
    }

    @Test
    void read_brokenText_namesFileLineAndColumn() {
        assertThatThrownBy(() -> read("{\n  \"id\": nope\n}"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("features/sample.json:2:");
    }

    @Test
    void read_doubledKey_isRefused() {
        assertThatThrownBy(() -> read("{\"id\": 1, \"id\": 2}")).hasMessageContaining("Duplicate");
    }

    @Test
    void read_notAnObject_isRefused() {
        assertThatThrownBy(() -> read("[]")).hasMessageContaining("expected a JSON object");
        assertThatThrownBy(() -> read("{} {}")).hasMessageContaining("text after the end");
    }
}
