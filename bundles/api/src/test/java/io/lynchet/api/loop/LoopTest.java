// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoopTest {
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final BiConsumer<String, Throwable> sink = (sentence, failure) -> log.add(sentence);
    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        loops.forEach(Loop::close);
        Vitals.endBy(error -> {});
    }

    private Loop vital(String name) {
        Loop loop = Loop.vital(name, sink);
        loops.add(loop);
        return loop;
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"),
                new IllegalStateException("wrong"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void turn_thatThrows_isToldAndNotTheEnd(Throwable failure) throws InterruptedException {
        Loop loop = vital("a");
        assertThat(loop.turn(() -> sneak(failure))).isFalse();
        assertThat(loop.turn(() -> {})).isTrue();
        assertThat(log).singleElement().asString().contains("The loop a failed in one turn and goes on");
        assertThat(Vitals.complaints()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void repeatedTask_neverThrows(Throwable failure) {
        Runnable task = vital("a").repeating(() -> sneak(failure));
        task.run();
        task.run();
        assertThat(log).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void bodyOfAThread_beginsAgain(Throwable failure) throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        Thread thread = vital("a").thread(() -> {
            if (runs.incrementAndGet() < 3) {
                sneak(failure);
            }
        });
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
        assertThat(runs).hasValue(3);
    }

    @Test
    void failureThatCanNotBeLogged_isSurvived() throws InterruptedException {
        Loop loop = Loop.vital("a", (sentence, failure) -> {
            throw new OutOfMemoryError("no memory to log with");
        });
        loops.add(loop);
        assertThat(loop.turn(() -> sneak(new AssertionError("wrong")))).isFalse();
        assertThat(loop.turn(() -> {})).isTrue();
    }

    @Test
    void loopThatFailsOnAndOn_isTold_andEndsTheProcessWhenItIsErrors() {
        Loop loop = vital("a");
        Runnable broken = loop.repeating(() -> sneak(new NoClassDefFoundError("x")));
        for (int i = 0; i < 10; i++) {
            broken.run();
        }
        long now = System.nanoTime();
        assertThat(Vitals.complaints(now)).singleElement().asString().contains("The loop a fails");
        assertThat(Vitals.verdict(now)).isEmpty();
        assertThat(Vitals.verdict(now + Loop.FAILS_NANOS + TimeUnit.SECONDS.toNanos(1)))
                .hasValueSatisfying(why -> assertThat(why).contains("loop a", "error"));
        loop.repeating(() -> {}).run();
        assertThat(Vitals.complaints(now)).isEmpty();
    }

    @Test
    void loopThatOnlyRefuses_endsNothing() {
        Loop loop = vital("a");
        Runnable broken = loop.repeating(() -> sneak(new IllegalStateException("x")));
        for (int i = 0; i < 10; i++) {
            broken.run();
        }
        assertThat(Vitals.verdict(System.nanoTime() + Loop.FAILS_NANOS + TimeUnit.SECONDS.toNanos(1)))
                .isEmpty();
    }

    @Test
    void loopThatStands_isTold() throws InterruptedException {
        Loop loop = vital("a");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread thread = loop.thread(() -> {
            try {
                loop.turn(() -> {
                    inside.countDown();
                    goOn.await();
                });
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts it", e);
            }
        });
        thread.start();
        inside.await();
        assertThat(Vitals.complaints()).isEmpty();
        assertThat(Vitals.complaints(System.nanoTime() + Loop.STANDS_NANOS + TimeUnit.SECONDS.toNanos(1)))
                .singleElement()
                .asString()
                .contains("The loop a hangs in one turn for");
        goOn.countDown();
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(Vitals.complaints(System.nanoTime() + Loop.STANDS_NANOS * 2)).isEmpty();
    }

    @Test
    void wantOfMemory_endsTheProcess_alsoAsACause() {
        List<OutOfMemoryError> ends = new CopyOnWriteArrayList<>();
        Vitals.endBy(ends::add);
        OutOfMemoryError error = new OutOfMemoryError("for this test");
        vital("a")
                .repeating(() -> sneak(new IllegalStateException("wrapped", error)))
                .run();
        Vitals.suffered(new StackOverflowError());
        assertThat(ends).containsExactly(error);
        assertThat(Vitals.outOfMemory()).isTrue();
    }

    private static void sneak(Throwable failure) {
        LoopTest.<RuntimeException>sneaky(failure);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneaky(Throwable failure) throws E {
        throw (E) failure;
    }
}
