// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.http.TestServer;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose body is coded. */
class CompressedBodyTest {
    private final TestServer server = new TestServer();

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(String plain) {
        return gzip(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static FakeInbound row(byte[] body, String coding) {
        return new FakeInbound("POST", "/api/entities/Log", body)
                .with("Authorization", "Bearer admin")
                .with("Content-Type", "application/json")
                .with("Content-Encoding", coding);
    }

    @Test
    void bodyOfAWrite_canBeCompressed() {
        Answer answer = server.call(row(gzip("{\"msg\":\"compressed\",\"n\":1}"), "x-gzip"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(server.get(null, "/api/entities/Log").body()).isEqualTo("[{\"msg\":\"compressed\",\"n\":1}]");
    }

    @Test
    void bodyThatGrowsBeyondTheLimit_is413() {
        byte[] bomb = gzip(new byte[20_000_000]);
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(server.call(row(bomb, "gzip")).status()).isEqualTo(413);
        assertThat(server.samples.written()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "gzip, identity", "zstd"})
    void otherCoding_is415_andSaysWhatIsTaken(String coding) {
        Answer answer = server.call(row(gzip("{}"), coding));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(answer.headers()).containsEntry("Accept-Encoding", "gzip");
    }
}
