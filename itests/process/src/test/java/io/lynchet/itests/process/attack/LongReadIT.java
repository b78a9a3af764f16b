// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.itests.process.app.ShellSession;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A read that would take long: it ends at its time, when its client leaves, and when the process stops. */
@Timeout(180)
class LongReadIT {
    /** Each is compared with each other: hundreds of millions of comparisons, which SQLite does in one statement. */
    private static final int ROWS = 25_000;

    private static final String MANIFEST = """
            {"manifest_version":1,"name":"long","version":"1","routes":[],
             "entities":[{"name":"Word","fields":[{"name":"a","type":"string"},{"name":"b","type":"string"}]}],
             "policies":[{"name":"never","entity":"Word","allowRead":"exists(Word where a > data.b && b > data.a && a < data.b)",
                          "allowInsert":"true"}]}
            """;

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private URI url;

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Bearer " + LynchetProcess.TOKEN);
    }

    private void fill() throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            lines.append("{\"entity\":\"Word\",\"data\":{\"a\":\"word ").append(i);
            lines.append("\",\"b\":\"word ").append(ROWS - i).append("\"}}\n");
        }
        HttpResponse<String> imported = client.send(
                request("/api/import")
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
                        .build(),
                BodyHandlers.ofString());
        assertThat(imported.body()).contains("\"imported\":" + ROWS, "\"failed\":0");
    }

    private boolean isReading() {
        try {
            return client.send(request("/metrics").build(), BodyHandlers.ofString())
                    .body()
                    .contains("lynchet_store_readers_in_use 1");
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<HttpResponse<String>> read() {
        return client.sendAsync(
                HttpRequest.newBuilder(url.resolve("/api/entities/Word")).build(), BodyHandlers.ofString());
    }

    private void leaveWhileReading() throws IOException {
        try (Socket leaver = new Socket(url.getHost(), url.getPort())) {
            String head = "GET /api/entities/Word HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n";
            leaver.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            Await.until("the read to be under way", this::isReading);
        }
        Await.until("the read of who has left to end", () -> !isReading());
    }

    @Test
    void read_endsAtItsTime_whenItsClientLeaves_andAtTheStop() throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        Map<String, String> environment = Map.of("LYNCHET_DRAIN_SECONDS", "1");
        try (LynchetProcess process = LynchetProcess.run(folder, app, environment)) {
            url = LynchetProcess.url(process.awaitReady());
            fill();
            try (ShellSession shell = new ShellSession(app.resolve(".lynchet"))) {
                shell.run("config set io.lynchet.data queryTimeoutMillis 300");
                HttpResponse<String> late = read().join();
                assertThat(late.statusCode()).isEqualTo(503);
                assertThat(late.body()).contains("\"code\":\"QUERY_TIMEOUT\"");
                shell.run("config set io.lynchet.data queryTimeoutMillis 600000");
            }
            leaveWhileReading();
            CompletableFuture<HttpResponse<String>> read = read();
            Await.until("the read to be under way", this::isReading);
            process.terminate();
            assertThat(process.exitCode()).as(process.errors()).isZero();
            // Cut, or told that the server stops; the whole answer would be 200.
            assertThat(read.handle((answer, failure) -> failure == null ? answer.statusCode() : 503)
                            .join())
                    .isEqualTo(503);
            assertThat(process.errors())
                    .contains("1 connections with 1 requests did not end")
                    .doesNotContain("ERROR", "did not stop", "still running", "still busy");
        }
    }
}
