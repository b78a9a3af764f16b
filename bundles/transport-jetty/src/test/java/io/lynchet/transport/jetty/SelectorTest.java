// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.loop.Vitals;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.http.TestPort;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The selectors of Jetty, when something in a turn of one breaks. */
class SelectorTest {
    private final Gate<Router> routers = new Gate<>("router");

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    private JettyServer start() {
        if (!routers.isBound()) {
            routers.bind(new Router() {
                @Override
                public Response answer(Inbound inbound) {
                    return Response.bytes(200, "text/plain", "well".getBytes(StandardCharsets.US_ASCII));
                }

                @Override
                public List<RouteInfo> routes() {
                    return List.of();
                }
            });
        }
        return JettyServer.start(JettyFixture.settings(TransportLimits.USUAL), routers);
    }

    private static Collection<GuardedSelector> selectors(JettyServer server) {
        return server.taken().selectors().getBeans(GuardedSelector.class);
    }

    private static void assertServes(RawClient client) throws IOException {
        assertThat(client.send(RawClient.get("/")).read().body()).isEqualTo("well");
    }

    /** As Jetty does when a select throws it. */
    private static void breakSelect(GuardedSelector selector, Selector current, Error error) {
        try {
            selector.handleSelectFailure(current, error);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void breakAll(JettyServer server, Error error) {
        Collection<GuardedSelector> all = selectors(server);
        CountDownLatch broken = new CountDownLatch(all.size());
        all.forEach(one -> one.submit(current -> {
            breakSelect(one, current, error);
            broken.countDown();
        }));
        Await.open("all selectors to break", broken);
        // Jetty wakes the selector that it knew before the updates. The breaks are updates, so that may be the old one,
        // unlike when a select itself fails.
        all.forEach(one -> one.getSelector().wakeup());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorInASelect_isNotTheEndOfTheSelector_norOfItsConnections(Error error) throws IOException {
        try (JettyServer server = start();
                JettyServer next = start();
                TestPort port = TestPort.open(server);
                RawClient client = new RawClient(port.address())) {
            assertServes(client);
            breakAll(server, error);
            assertServes(client);
            try (RawClient other = new RawClient(port.address())) {
                assertServes(other);
            }
            assertThat(Vitals.verdict()).isEmpty();

            server.handOver(next::take, Duration.ofSeconds(10));
            Await.until(
                    "the first one to look at nobody any more",
                    () -> selectors(server).stream().allMatch(one -> one.getTotalKeys() == 0));
            assertServes(client);
        }
    }

    @Test
    void selectorThatCanNotGoOn_endsTheProcess_insteadOfLosingAShareOfTheConnections() throws IOException {
        try (JettyServer server = start()) {
            selectors(server).iterator().next().getSelector().close();
            Await.until("a verdict", () -> Vitals.verdict().isPresent());
            assertThat(Vitals.verdict().orElseThrow()).contains("http-selector", "its selector can't go on");
        }
        assertThat(Vitals.verdict()).isEmpty();
    }
}
