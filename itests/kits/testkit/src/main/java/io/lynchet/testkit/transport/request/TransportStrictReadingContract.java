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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of requests that two servers in a row could read differently, as two or as one that was never sent; and
 * of odd but well-formed ones.
 */
public abstract class TransportStrictReadingContract extends TransportContract {
    private RawClient.Answer answerTo(String request) throws IOException {
        InetSocketAddress address = serve(TransportContract::echo);
        try (RawClient client = new RawClient(address)) {
            RawClient.Answer answer = client.send(request).read();
            if (answer.status() != 200) {
                assertThat(answer.headers())
                        .containsEntry("content-type", "application/json")
                        .containsEntry("connection", "close");
                assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"");
                assertThat(client.closed()).isTrue();
            }
            return answer;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "gzip\r\nTransfer-Encoding: chunked", "x-mine, gzip, chunked"})
    void bodyInATransferCodingThatNobodyUndoes_is501(String codings) throws IOException {
        RawClient.Answer answer =
                answerTo("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + codings + "\r\n\r\n1\r\na\r\n0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.body()).contains("UNSUPPORTED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chunked, gzip",
                "gzip",
                "identity",
                "chunked, chunked",
                "chunked\r\nTransfer-Encoding: chunked",
                ""
            })
    void bodyWhoseEndNobodyKnows_is400(String codings) throws IOException {
        RawClient.Answer answer =
                answerTo("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + codings + "\r\n\r\n1\r\na\r\n0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void chunkedBodyOfAnOldClient_is400() throws IOException {
        assertThat(answerTo("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc: d\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n"
            })
    void lineThatEndsInABareLineFeed_is400(String request) throws IOException {
        InetSocketAddress address = serve(inbound -> {
            try {
                return echo(inbound);
            } catch (java.io.UncheckedIOException e) {
                return io.lynchet.api.http.Response.json(400, utf8("{\"error\":{\"code\":\"BAD_REQUEST\"}}"));
            }
        });
        try (RawClient client = new RawClient(address)) {
            RawClient.Answer answer = client.send(request).read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n",
                "GET / HTTP/1.1\r\n Host: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n \r\n\r\n"
            })
    void foldedHeader_is400(String request) throws IOException {
        assertThat(answerTo(request).status()).isEqualTo(400);
    }

    @Test
    void foldedHeader_thatComesInTwoPieces_is400() throws IOException {
        InetSocketAddress address = serve(TransportContract::echo);
        try (RawClient client = new RawClient(address)) {
            for (char c : "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n".toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.send(" c\r\n\r\n").read().status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: user@x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x:port\r\n\r\n",
                "GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://x:81/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://user@x/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void anythingButOneHost_thatOfTheTarget_is400(String request) throws IOException {
        assertThat(answerTo(request).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "http://x/a?b=c,x,/a?b=c",
        "http://X/a,x,/a",
        "http://x:81/a,x:81,/a",
        "http://x,x,/",
        "http://x?b,x,/?b",
        "/a,[::1]:80,/a",
        "/a,x.example:4321,/a"
    })
    void wellFormedHost_isAnswered(String target, String host, String reached) throws IOException {
        assertThat(answerTo("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .body())
                .isEqualTo("GET " + reached + " 0 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/100%25",
                "/a%2525b?c=%25",
                "/%C3%A4",
                "/a%2Fb",
                "/a/../b",
                "/a//b",
                "/a;b=c",
                "/%c3%28",
                "/a|b",
                "/?a=%zz&b=[]{}"
            })
    void pathOfPrintableCharacters_reachesTheRouterAsSent(String target) throws IOException {
        assertThat(answerTo(RawClient.get(target)).body()).isEqualTo("GET " + target + " 0 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/\u00e4", "/a\u0001b", "/a\tb", "/a#b", "a", "*", "x:443", "ftp//x"})
    void targetThatIsNoPath_is400(String target) throws IOException {
        assertThat(answerTo(RawClient.get(target)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "get", "PROPFIND", "TRACE", "M-SEARCH"})
    void methodThatNobodyKnows_reachesTheRouterAsSent(String method) throws IOException {
        assertThat(answerTo(method + " / HTTP/1.1\r\nHost: x\r\n\r\n").body()).isEqualTo(method + " / 0 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"G@T", "G(T", "G\u00e4T", "\"GET\""})
    void methodThatIsNoToken_is400(String method) throws IOException {
        assertThat(answerTo(method + " / HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+3", "-0", "0x3", "3,3", "3 3", "99999999999999999999", ""})
    void lengthThatIsNoNumber_is400(String length) throws IOException {
        assertThat(answerTo("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\nabc")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void twoEqualLengths_are400() throws IOException {
        assertThat(answerTo("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A : b", ": b", "A\u0001: b", "A: b\u0000c", "A(: b", "\u00e4: b"})
    void headerThatIsNone_is400(String header) throws IOException {
        assertThat(answerTo("GET / HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/1", "HTTP/1.10", "HTTP/11"})
    void otherVersion_is400(String version) throws IOException {
        assertThat(answerTo("GET / " + version + "\r\nHost: x\r\n\r\n").status())
                .isEqualTo(400);
    }
}
