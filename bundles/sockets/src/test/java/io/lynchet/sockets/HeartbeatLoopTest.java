// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.sockets.limit.SocketSettings;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.ThreadLeaks;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one thread that visits sockets, when something in a turn of it breaks. */
@ExtendWith(ThreadLeaks.class)
class HeartbeatLoopTest {
    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorInATick_isNotTheLastTick(Error error) {
        AtomicInteger ticks = new AtomicInteger();
        SocketServer server = new SocketServer(new SocketSettings(20, 5, 3, 4_096, 1_000, 25, 60, 120, 2), () -> {
            if (ticks.incrementAndGet() == 2) {
                throw error;
            }
            return System.nanoTime();
        });
        server.start();
        try {
            Await.until("ticks after the one that broke", () -> ticks.get() > 5);
            assertThat(ticks.get()).isGreaterThan(5);
        } finally {
            server.stop();
        }
    }
}
