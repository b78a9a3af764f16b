// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of malformed and oversized requests. */
public abstract class TransportMalformedRequestContract extends TransportContract {
    @Test
    void hugeHeaders_are431() throws IOException {
        InetSocketAddress address = serve(inbound -> text("no"));
        try (RawClient client = new RawClient(address)) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + "a".repeat(20_000) + "\r\n\r\n");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"HEADERS_TOO_LARGE\"");
        }
    }

    @Test
    void hugeRequestLine_is431() throws IOException {
        InetSocketAddress address = serve(inbound -> text("no"));
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/" + "a".repeat(20_000)));
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.body()).contains("HEADERS_TOO_LARGE");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a%2Fb HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a%2e%2e/b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%c3%28 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a//b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a;b=c HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nBroken header\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n folded: 1\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n",
                "garbage\r\n\r\n"
            })
    void malformedRequest_isBadRequestInOurEnvelope_orReachesTheRouterRaw(String request) throws IOException {
        InetSocketAddress address = serve(inbound -> text("raw " + inbound.target()));
        try (RawClient client = new RawClient(address)) {
            client.send(request);
            RawClient.Answer answer = client.read();
            if (answer.status() == 200) {
                assertThat(answer.body()).isEqualTo("raw " + request.split(" ")[1]);
            } else {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"BAD_REQUEST\"");
                assertThat(answer.headers()).containsEntry("content-type", "application/json");
            }
        }
    }
}
