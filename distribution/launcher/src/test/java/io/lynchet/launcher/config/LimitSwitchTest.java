// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.launcher.cli.ExitCode;
import io.lynchet.launcher.cli.Refusal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitSwitchTest {
    @Test
    void limits_areOnUnlessTheVariableSaysOff() {
        assertThat(LimitSwitch.of(Map.of("LYNCHET_PORT", "1"))).isEqualTo(LimitSwitch.ON);
        assertThat(LimitSwitch.of(Map.of("LYNCHET_RATE_LIMIT", "off"))).isEqualTo(LimitSwitch.OFF);
        assertThat(LimitSwitch.ON.value()).isEqualTo("on");
        assertThat(LimitSwitch.OFF.value()).isEqualTo("off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "on", "OFF", "0", "false", "600"})
    void anotherValue_isRefused_withWhatToSetInstead(String value) {
        assertThatThrownBy(() -> LimitSwitch.of(Map.of("LYNCHET_RATE_LIMIT", value)))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("LYNCHET_RATE_LIMIT can only be off, not \"" + value + "\"")
                .hasMessageContaining("addressRequestsPerMinuteMax");
    }
}
