// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForeignTextTest {
    private static final String ASCII = "ANSI_X3.4-1968";

    private static void refuse(String word, String variable, String folder, String encoding) {
        ForeignText.refuse(List.of("run", word), Map.of(variable, "\uFFFD\uFFFD"), folder, encoding);
    }

    @Test
    void refuse_inAsciiLocale_namesWhatWasLost_andTheWayOut() {
        assertThatThrownBy(() -> refuse("m\uFFFD\uFFFDller", "HOME", "/", ASCII))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the argument m??ller")
                .hasMessageContaining("LC_ALL=C.UTF-8")
                .extracting(e -> ((Refusal) e).exitCode())
                .isEqualTo(64);
        assertThatThrownBy(() -> refuse("app", "LYNCHET_DATA", "/", ASCII))
                .hasMessageContaining("variable LYNCHET_DATA");
        assertThatThrownBy(() -> refuse("app", "HOME", "/\uFFFD", ASCII)).hasMessageContaining("directory /?");
    }

    @Test
    void refuse_whatWasRead_isLetThrough() {
        assertThatCode(() -> refuse("app", "HOME", "/", ASCII)).doesNotThrowAnyException();
        assertThatCode(() -> refuse("m\uFFFDller", "LYNCHET_DATA", "/", "UTF-8"))
                .doesNotThrowAnyException();
    }
}
