// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.bench.socket.SocketFarm;
import io.lynchet.itests.process.app.LiveClient;
import io.lynchet.itests.process.app.LiveReplica;
import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log whose reader has stopped reading, so that every thread that logs blocks. */
@Timeout(180)
class UnreadLogIT {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"unread","version":"1","routes":[],
             "entities":[{"name":"Entry","fields":[{"name":"n","type":"int"}]}],
             "policies":[{"name":"all","entity":"Entry","allow":"true"}]}
            """;

    /** Their lines take twice the room of a pipe. */
    private static final int WRITES = 600;

    @TempDir
    Path folder;

    /** Standard error is a pipe, which the process itself keeps open, so that a write to it blocks. */
    private Path program(Path log) throws IOException {
        Path script = folder.resolve("unread.sh");
        Files.writeString(
                script,
                "#!/bin/sh\nmkfifo \"" + log + "\" && exec 3<>\"" + log + "\" && exec \""
                        + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "\" -Xmx256m -jar \"" + LynchetProcess.jar() + "\" \"$@\" 2>\"" + log + "\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private static CompletableFuture<HttpResponse<String>> insert(HttpClient client, URI base, int n) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/entities/Entry"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"n\":" + n + "}"))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    @Test
    void logThatNobodyReads_stopsNeitherWritersNorLiveQueries() throws Exception {
        Path app = Files.createDirectories(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        Path log = folder.resolve("log");
        Map<String, String> environment = Map.of("LYNCHET_RATE_LIMIT", "off", "LYNCHET_HTTP_ACCESS_LOG", "true");
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (LynchetProcess process =
                LynchetProcess.startScript(folder, program(log), environment, "run", app.toString(), "--port", "0")) {
            URI base = LynchetProcess.url(process.awaitReady());
            try (SocketFarm farm = new SocketFarm(base)) {
                LiveClient live = new LiveClient(
                                farm,
                                new SocketFarm.Opening("/api/live"),
                                100,
                                new LiveReplica("q", "\"entity\":\"Entry\",\"limit\":1000"))
                        .connect();
                LiveClient.awaitAnswers(List.of(live), 1);
                List<CompletableFuture<HttpResponse<String>>> writes = IntStream.range(0, WRITES)
                        .mapToObj(n -> insert(client, base, n))
                        .toList();
                Await.until(
                        "all rows at the live query", () -> live.replica.rows().size() == WRITES);
                assertThat(writes).as("some wait for their line").anyMatch(write -> !write.isDone());
                CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> read(log));
                assertThat(writes)
                        .allSatisfy(write ->
                                assertThat(Await.value(write).statusCode()).isEqualTo(201));
                process.kill();
                process.exitCode();
                reading.join();
            }
        }
    }

    private static void read(Path log) {
        try (InputStream in = Files.newInputStream(log)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new AssertionError("could not read the log", e);
        }
    }
}
