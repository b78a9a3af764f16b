// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void failure_namesTheSeedThatRepeatsIt() {
        List<Integer> drawn = new ArrayList<>();
        AssertionError failure = catchThrowableOfType(
                AssertionError.class,
                () -> Seeds.forEach(1, random -> {
                    drawn.add(random.nextInt());
                    throw new AssertionError("wrong");
                }));
        String seed = failure.getMessage().replaceAll(".*-Dlynchet\\.seed=(-?\\d+):.*", "$1");
        assertThat(failure).hasMessageEndingWith("wrong");
        assertThat(new Random(Long.parseLong(seed)).nextInt()).isEqualTo(drawn.get(0));
    }

    @Test
    void wait_thatIsInVain_saysWhatItWaitedFor() {
        assertThatThrownBy(() -> Await.until("the moon", Duration.ofMillis(5), () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited 5 ms for the moon");
    }
}
