// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of a router that throws what no router should: its request gets a response all the same, and the next
 * one is served.
 */
public abstract class TransportBrokenRouterContract extends TransportContract {
    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("wrong"),
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    private static Response failing(Inbound inbound, Throwable failure) {
        if (inbound.target().equals("/later")) {
            return Response.later(CompletableFuture.failedFuture(failure));
        }
        if (inbound.target().equals("/broken") && failure instanceof Error error) {
            throw error;
        }
        if (inbound.target().equals("/broken") && failure instanceof RuntimeException wrong) {
            throw wrong;
        }
        return text("well");
    }

    private static void assertAnsweredWithAnError(InetSocketAddress address, String target) throws IOException {
        try (RawClient client = new RawClient(address)) {
            RawClient.Answer answer = client.send(RawClient.get(target)).read();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("Tools", "wrong", "for this test");
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverARouterThrows_isAnsweredWith500_andTheNextRequestIsServed(Throwable failure) throws IOException {
        InetSocketAddress address = serve(inbound -> failing(inbound, failure));
        assertAnsweredWithAnError(address, "/broken");
        assertAnsweredWithAnError(address, "/later");
        try (RawClient client = new RawClient(address)) {
            assertThat(client.send(RawClient.get("/")).read().body()).isEqualTo("well");
        }
        Await.until("no request to be left", () -> served.requestsInFlight() == 0);
    }
}
