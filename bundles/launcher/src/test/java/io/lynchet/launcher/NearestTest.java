// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> WORDS = List.of("run", "check", "init", "shell", "version");

    @Test
    void of_typingError_isTheWordMeant() {
        assertThat(Nearest.of("chekc", WORDS)).isEqualTo("check");
        assertThat(Nearest.of("RUN", WORDS)).isEqualTo("run");
        assertThat(Nearest.of("verson", WORDS)).isEqualTo("version");
    }

    @Test
    void of_somethingElse_isNull() {
        assertThat(Nearest.of("database", WORDS)).isNull();
        assertThat(Nearest.hint("database", WORDS)).isEmpty();
    }
}
