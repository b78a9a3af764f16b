// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.loop.Loop;
import io.lynchet.api.loop.Vitals;
import io.lynchet.launcher.cli.ExitCode;
import io.lynchet.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WatchdogTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Integer> codes = new CopyOnWriteArrayList<>();
    private final Watchdog watchdog = new Watchdog(err, codes::add);
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    @AfterEach
    void close() {
        watchdog.close();
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @Test
    void wantOfMemory_endsTheProcess_withASentence() {
        watchdog.guard();
        Vitals.suffered(new IllegalStateException("wrapped", new OutOfMemoryError("for this test")));
        assertThat(codes).containsExactly(ExitCode.OUT_OF_MEMORY);
        assertThat(err.toString()).contains("out of memory", "exit code 3", "writes are stored");
    }

    @Test
    void wantOfMemory_inAThreadOfSomebodyElse_endsTheProcess() throws InterruptedException {
        watchdog.guard();
        Thread thread = Executors.defaultThreadFactory().newThread(() -> {
            throw new OutOfMemoryError("for this test");
        });
        thread.start();
        thread.join();
        // The handler says it, and the log that it writes to says it again; a real process has ended by then.
        assertThat(codes).containsOnly(ExitCode.OUT_OF_MEMORY);
    }

    @Test
    void loopThatCanNotGoOn_endsTheProcess_withASentence() {
        try (Loop loop = Loop.vital("for-this-test", (sentence, failure) -> {})) {
            watchdog.look(Vitals.verdict());
            assertThat(codes).isEmpty();
            loop.broken("the port was closed");
            watchdog.look(Vitals.verdict());
        }
        assertThat(codes).containsExactly(ExitCode.BROKEN);
        assertThat(err.toString()).contains("for-this-test can't go on: the port was closed", "exit code 70");
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorInOneLook_isNotTheLastLook(Error error) {
        AtomicInteger looks = new AtomicInteger();
        try (Watchdog broken = new Watchdog(err, code -> {
                    if (looks.incrementAndGet() < 3) {
                        throw error;
                    }
                    codes.add(code);
                });
                Loop loop = Loop.vital("for-this-test", (sentence, failure) -> {})) {
            broken.watchEvery(1);
            loop.broken("the port was closed");
            Await.until("the look that ends the process", () -> !codes.isEmpty());
        }
        assertThat(codes).containsOnly(ExitCode.BROKEN);
    }

    @Test
    void otherErrors_endNothing() {
        watchdog.guard();
        Vitals.suffered(new StackOverflowError());
        watchdog.look(Optional.empty());
        assertThat(codes).isEmpty();
    }
}
