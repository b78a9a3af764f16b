// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that Schemathesis makes from the document, good ones and bad ones, as an admin against the real process: what fits its schemas is
 * taken, what does not is refused, and every answer is one that the document tells. {@code -Dlynchet.schemathesis} names the command
 * ({@code pip install schemathesis}); {@code -Dlynchet.schemathesis.seed} repeats a run.
 */
@Tag("nightly")
@Timeout(1_800)
class OpenApiRequestsIT {
    private static final String COMMAND = System.getProperty("lynchet.schemathesis", "schemathesis");
    private static final long MINUTES_MAX = 25;
    private static final List<String> TAKEN = List.of("2xx", "3xx", "401", "403", "404", "409", "429", "5xx");
    private static final List<String> NO_ACCIDENT = List.of("2xx", "3xx", "4xx");
    /** What does not fit may also be too long for the line of a request. */
    private static final String REFUSED = "[checks]\nnegative_data_rejection.expected-statuses = "
            + "[\"400\", \"401\", \"403\", \"404\", \"405\", \"406\", \"409\", \"413\", \"415\", \"422\", \"428\", \"429\", \"431\", \"5xx\"]\n";
    /** Streams, which don't end by themselves, and WebSockets. */
    private static final String STREAMS = "/events$|/api/live$|/ws$";

    @TempDir
    Path folder;

    @Test
    void requestsMadeFromTheDocument_areAnsweredAsItSays() throws Exception {
        assumeTrue(isInstalled(), "There is no command " + COMMAND + " of Schemathesis 4: pip install schemathesis");
        String seed = System.getProperty("lynchet.schemathesis.seed", Long.toString(System.nanoTime() % 1_000_000));
        System.out.println("seed " + seed);
        Path app = Files.createDirectory(folder.resolve("todo"));
        Files.copy(Path.of("../../distribution/apps/todo/manifest.json"), app.resolve("manifest.json"));
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            URI document = LynchetProcess.url(process.awaitReady()).resolve("/api/openapi.json");
            Path configuration = Files.writeString(folder.resolve("schemathesis.toml"), exceptions(document));
            Path log = folder.resolve("schemathesis.log");
            int code = run(
                    log,
                    "--config-file",
                    configuration.toString(),
                    "run",
                    document.toString(),
                    "--header",
                    "Authorization: Bearer " + LynchetProcess.TOKEN,
                    "--exclude-path-regex",
                    STREAMS,
                    "--max-examples",
                    "25",
                    "--seed",
                    seed,
                    "--continue-on-failure",
                    "--generation-database",
                    "none",
                    "--no-color");
            assertThat(code).as(Files.readString(log)).isZero();
        }
    }

    private boolean isInstalled() throws InterruptedException {
        try {
            Path log = folder.resolve("version.log");
            return run(log, "--version") == 0 && Files.readString(log).contains("version 4.");
        } catch (IOException e) {
            System.out.println(e.getMessage());
            return false;
        }
    }

    private int run(Path log, String... words) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(COMMAND), Stream.of(words)).toList();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES))
                    .as("ended in %s minutes", MINUTES_MAX)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** A request that fits its schemas may be refused by the codes that its operation names, and by no others. */
    private static String exceptions(URI document) throws IOException, InterruptedException {
        String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(document).build(), BodyHandlers.ofString())
                .body();
        OpenAPI api = new OpenAPIV3Parser().readContents(text).getOpenAPI();
        return api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(OpenApiRequestsIT::exception)
                .collect(Collectors.joining("", REFUSED, ""));
    }

    private static String exception(Operation operation) {
        List<String> named = operation.getResponses().entrySet().stream()
                .filter(response -> response.getValue().getExtensions() != null
                        && response.getValue().getExtensions().containsKey("x-codes"))
                .map(Map.Entry::getKey)
                .toList();
        return named.isEmpty()
                ? ""
                : "[[operations]]\ninclude-operation-id = \"" + operation.getOperationId() + "\"\n"
                        + "checks.positive_data_acceptance.expected-statuses = " + words(TAKEN, named, "4")
                        + "checks.not_a_server_error.expected-statuses = " + words(NO_ACCIDENT, named, "5");
    }

    private static String words(List<String> usual, List<String> named, String hundred) {
        return Stream.concat(usual.stream(), named.stream().filter(status -> status.startsWith(hundred)))
                        .map(status -> "\"" + status + "\"")
                        .collect(Collectors.joining(", ", "[", "]"))
                + "\n";
    }
}
