// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.loop.Vitals;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of errors in the threads that look after connections. */
class SelectorGuardTest {
    private final SelectorGuard guard = new SelectorGuard("for-this-test");

    @AfterEach
    void close() {
        guard.close();
        Vitals.endBy(error -> {});
    }

    @Test
    void errorNowAndThen_endsNothing() {
        guard.failed(new StackOverflowError(), 1);
        guard.failed(new NoClassDefFoundError("com/acme/Tools"), 2);
        assertThat(Vitals.verdict()).isEmpty();
    }

    @Test
    void errorInEachTurn_endsTheProcess() {
        guard.failed(new NoClassDefFoundError("com/acme/Tools"), SelectorGuard.IN_A_ROW_MAX);
        assertThat(Vitals.verdict()).hasValueSatisfying(why -> assertThat(why).contains("for-this-test", "Tools"));
    }

    @Test
    void wantOfMemory_endsTheProcess_theFirstTime() {
        List<OutOfMemoryError> ends = new CopyOnWriteArrayList<>();
        Vitals.endBy(ends::add);
        guard.failed(new OutOfMemoryError("for this test"), 1);
        assertThat(ends).hasSize(1);
    }

    @Test
    void threadThatHasEnded_endsTheProcess_unlessItIsOnPurpose() {
        guard.ended("its selector is closed");
        assertThat(Vitals.verdict()).hasValueSatisfying(why -> assertThat(why).contains("its selector is closed"));
        guard.close();
        assertThat(Vitals.verdict()).isEmpty();
    }
}
