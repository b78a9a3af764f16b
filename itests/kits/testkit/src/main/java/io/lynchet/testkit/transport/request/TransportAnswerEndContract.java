// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of a response's end: the router learns when a response needs no memory any more, because it was sent or
 * its client has gone.
 */
public abstract class TransportAnswerEndContract extends TransportContract {
    private static final int LARGE_BYTES = 24 * 1024 * 1024;

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();

    private Response counted(Response answer) {
        made.incrementAndGet();
        answer.whenGone(gone::incrementAndGet);
        return answer;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerThatWasSent_isGone_alsoWhenItCameLater(boolean virtualThreads) throws IOException {
        InetSocketAddress address = serve(
                TransportLimits.USUAL.virtualThreads(virtualThreads),
                inbound -> inbound.target().equals("/later")
                        ? Response.later(CompletableFuture.supplyAsync(() -> counted(text("later"))))
                        : counted(text("now")));
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/now"));
            assertThat(client.read().body()).isEqualTo("now");
            Await.until("the first answer to be gone", () -> gone.get() == 1);
            client.send(RawClient.get("/later"));
            assertThat(client.read().body()).isEqualTo("later");
            Await.until("the second answer to be gone", () -> gone.get() == 2);
        }
        assertThat(made).hasValue(2);
    }

    @Test
    void answerThatNobodyTakes_isGone_onlyWhenItsClientHasGone() throws IOException {
        InetSocketAddress address = serve(inbound -> counted(Response.bytes(200, "text/plain", new byte[LARGE_BYTES])));
        RawClient client = new RawClient(address);
        client.send(RawClient.get("/large"));
        Await.until("the answer to be made", () -> made.get() == 1);
        try (RawClient other = new RawClient(address)) {
            other.send(RawClient.get("/large"));
            assertThat(other.read().body()).hasSize(LARGE_BYTES);
            Await.until("the answer that was taken to be gone", () -> gone.get() == 1);
        }
        client.close();
        Await.until("the other answer to be gone", () -> gone.get() == 2);
        Await.until("no request to be in flight", () -> served.requestsInFlight() == 0);
    }
}
