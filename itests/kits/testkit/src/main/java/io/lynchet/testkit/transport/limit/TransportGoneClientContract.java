// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of clients that leave while their request is in flight: the handler can find out. */
public abstract class TransportGoneClientContract extends TransportContract {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void client_thatLeavesWhileItsRequestRuns_isGone(boolean virtualThreads) throws IOException {
        CountDownLatch inside = new CountDownLatch(1);
        CompletableFuture<Boolean> wasThere = new CompletableFuture<>();
        CompletableFuture<Boolean> found = new CompletableFuture<>();
        InetSocketAddress address = serve(TransportLimits.USUAL.virtualThreads(virtualThreads), inbound -> {
            wasThere.complete(!inbound.isGone());
            inside.countDown();
            try {
                Await.until("the client to be gone", inbound::isGone);
                found.complete(true);
            } catch (AssertionError e) {
                found.completeExceptionally(e);
            }
            return text("for nobody");
        });
        RawClient client = new RawClient(address);
        client.send(RawClient.post("/", "x"));
        Await.open("the request", inside);
        client.close();
        assertThat(Await.value(wasThere)).isTrue();
        assertThat(Await.value(found)).isTrue();
    }

    @Test
    void looks_takeNothingOfWhatFollows() throws IOException {
        InetSocketAddress address = serve(inbound -> {
            boolean gone = false;
            for (int i = 0; i < 20; i++) {
                gone |= inbound.isGone();
            }
            return text(inbound.target() + " " + gone);
        });
        try (RawClient client = new RawClient(address)) {
            for (int round = 0; round < 3; round++) {
                client.send(RawClient.get("/first") + RawClient.get("/second"));
                assertThat(client.read().body()).isEqualTo("/first false");
                assertThat(client.read().body()).isEqualTo("/second false");
            }
            client.send(RawClient.get("/last"));
            assertThat(client.read().body()).isEqualTo("/last false");
        }
    }
}
