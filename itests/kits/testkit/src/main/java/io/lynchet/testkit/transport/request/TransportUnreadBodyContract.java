// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** The contract of requests whose response comes before their body was read. */
public abstract class TransportUnreadBodyContract extends TransportContract {

    @Test
    void unreadBody_doesNotPoisonTheConnection() throws IOException {
        InetSocketAddress address = serve(inbound -> text("no"));
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.post("/1", "GET /evil HTTP/1.1\r\nHost: x\r\n\r\n") + RawClient.get("/2"));
            assertThat(client.read().body()).isEqualTo("no");
            assertThat(client.read().body()).isEqualTo("no");
        }
    }

    @Test
    void bodyStillOnItsWay_makesTheAnswerTheLastOfItsConnection_andSaysSo() throws IOException {
        InetSocketAddress address = serve(inbound -> text("refused"));
        try (RawClient client = new RawClient(address)) {
            // A small body would be waited for.
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(20_000));
            RawClient.Answer answer = client.read();
            assertThat(answer.body()).isEqualTo("refused");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.closed()).isTrue();
        }
    }
}
