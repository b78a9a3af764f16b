// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5\r\nhello\r\nA;name=value\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n";

    private final AnswerParser parser = new AnswerParser();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 201 Created\r\ncontent-LENGTH:5\r\nX: y\r\n\r\nhello",
                "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 201 Created\nContent-Length: 5\n\nhello",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 201 \r\nTransfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
            })
    void feed_cutAnywhere_findsStatusAndEnd(String answer) throws Exception {
        byte[] bytes = (answer + "NEXT").getBytes(StandardCharsets.UTF_8);
        int length = bytes.length - 4;
        for (int cut = 0; cut <= length; cut++) {
            parser.reset();
            int used = parser.feed(bytes, 0, cut);
            assertThat(used).isEqualTo(cut);
            assertThat(parser.done()).as("after %d bytes", cut).isEqualTo(cut == length);
            assertThat(cut + parser.feed(bytes, cut, bytes.length) - cut).isEqualTo(length);
            assertThat(parser.done()).isTrue();
            assertThat(parser.status()).isEqualTo(201);
            assertThat(parser.closes()).isFalse();
        }
    }

    @Test
    void feed_byteByByte_skipsChunksExtensionsAndTrailers() throws Exception {
        byte[] bytes = CHUNKED.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            assertThat(parser.done()).isFalse();
            parser.feed(bytes, i, i + 1);
        }
        assertThat(parser.done()).isTrue();
    }

    @Test
    void feed_statusWithoutBody_endsAfterTheHead() throws Exception {
        feed("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(parser.done()).isTrue();
    }

    @Test
    void closes_isReadFromVersionAndHeader() throws Exception {
        feed("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n");
        assertThat(parser.closes()).isTrue();
        feed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(parser.closes()).isTrue();
        feed("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n");
        assertThat(parser.closes()).isFalse();
    }

    @Test
    void closed_endsABodyWithoutLength() throws Exception {
        feed("HTTP/1.1 200 OK\r\n\r\nsome");
        assertThat(parser.done()).isFalse();
        assertThat(parser.closed()).isTrue();
        feed("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome");
        assertThat(parser.closed()).isFalse();
    }

    @Test
    void sample_keepsTheStartOfAnErrorBodyOnly() throws Exception {
        feed("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine");
        assertThat(parser.sample()).isEmpty();
        feed("HTTP/1.1 400 Bad\r\nContent-Length: 500\r\n\r\n" + "x".repeat(500));
        assertThat(parser.sample()).isEqualTo("x".repeat(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 abc\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 12x\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
            })
    void feed_notHttp_isRefused(String bytes) {
        assertThatThrownBy(() -> feed(bytes)).isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void feed_endlessHeaderLine_isRefused() {
        assertThatThrownBy(() -> feed("HTTP/1.1 200 OK\r\nX: " + "y".repeat(40_000)))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageContaining("longer than");
    }

    private void feed(String bytes) throws MalformedAnswerException {
        parser.reset();
        byte[] b = bytes.getBytes(StandardCharsets.UTF_8);
        parser.feed(b, 0, b.length);
    }
}
