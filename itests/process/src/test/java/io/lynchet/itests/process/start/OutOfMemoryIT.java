// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.http.Route;
import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.TestBundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process without memory ends at once and says so, whichever way it was started; what it has acknowledged is there
 * afterwards.
 */
class OutOfMemoryIT {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"full","version":"1","routes":[],
             "entities":[{"name":"Entry","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"all","entity":"Entry","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Path app;

    @BeforeEach
    void prepare() throws IOException {
        app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        TestBundle.named("greedy")
                .importing("io.lynchet.api,io.lynchet.api.http")
                .component(GreedyRoute.class, Route.class)
                .dropInto(Files.createDirectories(app.resolve("deploy")), "greedy.jar");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void wantOfMemory_endsTheProcessWithASentence_andLosesNothing() throws Exception {
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            URI url = LynchetProcess.url(process.awaitReady());
            HttpResponse<String> written = send(HttpRequest.newBuilder(url.resolve("/api/entities/Entry"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"kept\"}")));
            assertThat(written.statusCode()).isEqualTo(201);
            // 404 as long as the drop-in is not there; then there is no answer.
            Await.until("the process to take all memory", () -> isGone(url));
            assertThat(process.exitCode()).isEqualTo(3);
            assertThat(process.errors()).contains("lynchet: out of memory; the process ends with exit code 3");
        }
        Files.delete(app.resolve("deploy/greedy.jar"));
        try (LynchetProcess again = LynchetProcess.run(folder, app)) {
            URI url = LynchetProcess.url(again.awaitReady());
            assertThat(send(HttpRequest.newBuilder(url.resolve("/api/entities/Entry")))
                            .body())
                    .contains("kept");
            assertThat(send(HttpRequest.newBuilder(url.resolve("/health"))).statusCode())
                    .isEqualTo(200);
        }
    }

    private boolean isGone(URI url) {
        try {
            assertThat(send(HttpRequest.newBuilder(url.resolve("/api/greedy"))).statusCode())
                    .isEqualTo(404);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void flagOfTheStartScript_hasTheSameExitCode() throws Exception {
        try (LynchetProcess process = LynchetProcess.startWith(
                folder, java.util.List.of("-XX:+ExitOnOutOfMemoryError"), "run", app.toString(), "--port", "0")) {
            URI url = LynchetProcess.url(process.awaitReady());
            Await.until("the process to take all memory", () -> isGone(url));
            assertThat(process.exitCode()).isEqualTo(3);
            assertThatThrownBy(() -> send(HttpRequest.newBuilder(url.resolve("/health"))))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
