// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Transport;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Breaking;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A transport that ends in an error where it should end its connections. */
class BrokenTransportTest {
    private final AtomicReference<Error> next = new AtomicReference<>();
    private final FakeTransport real = new FakeTransport("a");
    private final Transport broken = Breaking.once(Transport.class, real, next);

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorInADrain_doesNotKeepTheProcessFromItsEnd(Error error) {
        try (TransportSelector transports = new TransportSelector(() -> {})) {
            transports.add(broken, 1);
            FakeTransport other = new FakeTransport("b");
            transports.add(other, 2);
            Await.until("the first to be drained beside", () -> real.drains.get() == 1);
            next.set(error);
            transports.drainAll(Duration.ofSeconds(10));
            assertThat(next).hasValue(null);
            assertThat(other.drains).hasValue(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorInAHandOver_doesNotKeepATransportFromLeaving(Error error) {
        try (TransportSelector transports = new TransportSelector(() -> {})) {
            transports.add(broken, 1);
            next.set(error);
            transports.remove(broken);
            assertThat(next).hasValue(null);
            assertThat(transports.connections()).isZero();
            assertThat(transports.names()).isEmpty();
            FakeTransport other = new FakeTransport("b");
            transports.add(other, 2);
            assertThat(transports.name()).contains("b");
        }
    }
}
