// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose body is coded. */
class CompressedBodyTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

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

    private static String line(int number) {
        return "{\"entity\":\"Log\",\"data\":{\"msg\":\"n" + number + "\",\"n\":1}}\n";
    }

    private static FakeInbound lines(byte[] body) {
        return new FakeInbound("POST", "/api/import", body)
                .with("Authorization", "Bearer admin")
                .with("Content-Type", "application/x-ndjson")
                .with("Content-Encoding", "gzip");
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void import_thatIsCompressed_takesEveryRow_alsoOfSeveralPieces() {
        TestServer.Answer answer = server.call(lines(joined(gzip(line(1) + line(2)), gzip(""), gzip(line(3)))));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.object()).containsEntry("imported", 3L).containsEntry("failed", 0L);
    }

    @Test
    void import_thatIsNoGzip_isCut_orDamaged_orHasSomethingBehind_is400() {
        byte[] whole = gzip(line(1) + line(2));
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 1;
        byte[][] bodies = {
            line(1).getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(whole, whole.length - 3),
            Arrays.copyOf(whole, 12),
            damaged,
            joined(whole, line(3).getBytes(StandardCharsets.UTF_8)),
        };
        for (byte[] body : bodies) {
            assertThat(server.call(lines(body)).status()).isEqualTo(400);
        }
    }

    @Test
    void bodyOfAWrite_canBeCompressed() {
        TestServer.Answer answer =
                server.call(new FakeInbound("POST", "/api/entities/Log", gzip("{\"msg\":\"compressed\",\"n\":1}"))
                        .with("Authorization", "Bearer admin")
                        .with("Content-Type", "application/json")
                        .with("Content-Encoding", "x-gzip"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void bodyThatGrowsBeyondTheLimit_is413() {
        byte[] bomb = gzip(new byte[20_000_000]);
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(server.call(lines(bomb)).status()).isEqualTo(413);
        TestServer.Answer whole = server.call(new FakeInbound("POST", "/api/entities/Log", bomb)
                .with("Authorization", "Bearer admin")
                .with("Content-Type", "application/json")
                .with("Content-Encoding", "gzip"));
        assertThat(whole.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "gzip, identity", "zstd"})
    void otherCoding_is415_andSaysWhatIsTaken(String coding) {
        TestServer.Answer answer = server.call(lines(gzip(line(1))).with("Content-Encoding", coding));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(answer.headers()).containsEntry("Accept-Encoding", "gzip");
    }
}
