// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import io.lynchet.testkit.ThreadLeaks;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The thread that puts the app together, when something in a turn of it breaks. */
@ExtendWith(ThreadLeaks.class)
class AssemblyTest {
    private final AtomicInteger runs = new AtomicInteger();

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void runThatBreaks_isTriedAgain_withoutAnybodyAsking(Error error) {
        try (Assembly assembly = new Assembly(() -> {
            if (runs.incrementAndGet() < 3) {
                throw error;
            }
        })) {
            assembly.ask();
            Await.until("a run that goes well", () -> runs.get() == 3);
            assembly.ask();
            Await.until("the next one", () -> runs.get() == 4);
        }
    }

    @Test
    void severalThatAskAtOnce_areOneRun() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Assembly assembly = new Assembly(() -> {
            runs.incrementAndGet();
            inside.countDown();
            Await.open("the test", goOn);
        })) {
            assembly.ask();
            Await.open("the first run", inside);
            assembly.ask();
            assembly.ask();
            goOn.countDown();
            Await.until("the second run", () -> runs.get() == 2);
        }
        assertThat(runs).hasValue(2);
    }

    @Test
    void closed_whatBreaksIsTriedNoMore() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Assembly assembly = new Assembly(() -> {
            runs.incrementAndGet();
            inside.countDown();
            Await.open("the test", goOn);
            throw new StackOverflowError();
        });
        assembly.ask();
        Await.open("the run", inside);
        assembly.close();
        goOn.countDown();
        assertThat(assembly.awaitEnd(10_000)).isTrue();
        assertThat(runs).hasValue(1);
    }
}
