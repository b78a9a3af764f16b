// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The thread that ends connections whose time is up, when ending one breaks. */
class DeadlineLoopTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorOverOneConnection_isNotTheLastDeadline(Error error) throws IOException {
        BoundedConnection broken = new BoundedConnection(timer, 20, () -> new Socket() {
            @Override
            public void close() {
                throw error;
            }
        });
        try (BoundedConnection next = new BoundedConnection(timer, 50)) {
            Socket first = broken.createSocket();
            Socket second = next.createSocket();
            Await.until("both deadlines", () -> broken.isTimeUp() && next.isTimeUp());
            assertThat(first.isClosed()).isFalse();
            assertThat(second.isClosed()).isTrue();
        }
    }
}
