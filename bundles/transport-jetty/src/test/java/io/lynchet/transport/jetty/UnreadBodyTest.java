// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.testkit.http.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that are answered before anybody has read what came with them. */
class UnreadBodyTest {
    private Served listener;

    @AfterEach
    void close() {
        listener.close();
    }

    private InetSocketAddress serve(Function<Inbound, Response> code) {
        listener = Served.open(Configs.with(), OneRoute.gate(code));
        return listener.address();
    }

    private static Response text(String text) {
        return Response.bytes(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

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
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n");
            RawClient.Answer answer = client.read();
            assertThat(answer.body()).isEqualTo("refused");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.closed()).isTrue();
        }
    }
}
