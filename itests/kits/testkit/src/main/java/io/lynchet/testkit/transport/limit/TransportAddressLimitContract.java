// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.ChannelHandler;
import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** The contract of the limit on connections per address. */
public abstract class TransportAddressLimitContract extends TransportContract {
    private static final TransportLimits TWO = TransportLimits.USUAL.connectionsPerAddress(2);

    @Test
    void oneMoreThanAllowed_is429_untilAnotherOneEnds() throws IOException {
        InetSocketAddress address = serve(TWO, inbound -> text("yes"));
        try (RawClient first = new RawClient(address);
                RawClient second = new RawClient(address)) {
            assertThat(first.send(RawClient.get("/")).read().status()).isEqualTo(200);
            assertThat(second.send(RawClient.get("/")).read().status()).isEqualTo(200);
            try (RawClient third = new RawClient(address)) {
                RawClient.Answer refused = third.read();
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.headers()).containsEntry("retry-after", "1").containsEntry("connection", "close");
                assertThat(refused.body()).startsWith("{\"error\":{\"code\":\"RATE_LIMITED\"");
                assertThat(third.closed()).isTrue();
            }
            assertThat(served.connections()).isEqualTo(2);
            first.close();
            Await.until("the first one to go", () -> served.connections() == 1);
            try (RawClient fourth = new RawClient(address)) {
                assertThat(fourth.send(RawClient.get("/")).read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void eventStreams_areNotCounted() throws IOException {
        InetSocketAddress address = serve(
                TWO,
                inbound -> inbound.target().equals("/events") ? Response.eventStream(new Silent()) : text("plain"));
        try (RawClient a = new RawClient(address);
                RawClient b = new RawClient(address)) {
            a.send(RawClient.get("/events"));
            b.send(RawClient.get("/events"));
            Await.until("two streams", () -> served.channels() == 2);
            try (RawClient c = new RawClient(address);
                    RawClient d = new RawClient(address)) {
                assertThat(c.send(RawClient.get("/")).read().body()).isEqualTo("plain");
                assertThat(d.send(RawClient.get("/")).read().body()).isEqualTo("plain");
            }
        }
    }

    private static final class Silent implements ChannelHandler {
        @Override
        public void opened(Channel channel) {}

        @Override
        public void message(byte[] text) {}

        @Override
        public void closed(int code, String reason) {}
    }
}
