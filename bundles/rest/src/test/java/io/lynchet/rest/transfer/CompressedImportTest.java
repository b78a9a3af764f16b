// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
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

/** Imports whose body is coded. */
class CompressedImportTest {
    @TempDir
    Path folder;

    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(folder);
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
        Answer answer = server.call(lines(joined(gzip(line(1) + line(2)), gzip(""), gzip(line(3)))));
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
    void import_thatGrowsBeyondTheLimit_is413() {
        byte[] bomb = gzip(new byte[20_000_000]);
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(server.call(lines(bomb)).status()).isEqualTo(413);
    }
}
