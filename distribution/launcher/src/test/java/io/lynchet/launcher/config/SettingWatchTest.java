// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The thread that looks at the files of the configuration, when something in a turn of it breaks. */
class SettingWatchTest {
    private final AtomicReference<String> files = new AtomicReference<>("1");
    private final AtomicReference<Error> next = new AtomicReference<>();
    private final AtomicInteger changes = new AtomicInteger();

    private String stamp() {
        Error error = next.getAndSet(null);
        if (error != null) {
            throw error;
        }
        return files.get();
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorInALook_orOverAChange_isNotTheLastLook(Error error) {
        try (SettingWatch watch = new SettingWatch(
                this::stamp,
                () -> {
                    if (changes.incrementAndGet() == 1) {
                        throw error;
                    }
                },
                Duration.ofMillis(1))) {
            watch.start();
            next.set(error);
            Await.until("the look that breaks", () -> next.get() == null);
            files.set("2");
            Await.until("the change that breaks", () -> changes.get() == 1);
            files.set("3");
            Await.until("the next change", () -> changes.get() == 2);
        }
        assertThat(changes).hasValue(2);
    }
}
