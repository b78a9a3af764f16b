// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.io.InputStream;
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

/** The program that makes requests from an OpenAPI document, with what it has to know of this product. */
final class Schemathesis {
    private static final String COMMAND = System.getProperty("lynchet.schemathesis", "schemathesis");
    private static final String HOOKS = "lynchet_hooks";
    private static final long MINUTES_MAX = 25;
    private static final List<String> TAKEN = List.of("2xx", "3xx", "401", "403", "404", "409", "429", "5xx");
    private static final List<String> NO_ACCIDENT = List.of("2xx", "3xx", "4xx");
    /** What does not fit may also be too long for the line of a request. */
    private static final String REFUSED =
            "[auth]\nauto-signup = false\n[checks]\nnegative_data_rejection.expected-statuses = "
                    + "[\"400\", \"401\", \"403\", \"404\", \"405\", \"406\", \"409\", \"413\", \"415\", \"422\", \"428\", \"429\", \"431\", \"5xx\"]\n";
    /** Streams don't end by themselves. */
    private static final String STREAMS = "/events$";

    private final Path folder;
    private final String seed;

    private Schemathesis(Path folder, String seed) {
        this.folder = folder;
        this.seed = seed;
    }

    /** @param folder gets its files */
    static Schemathesis in(Path folder) {
        String seed = System.getProperty("lynchet.schemathesis.seed", Long.toString(System.nanoTime() % 1_000_000));
        System.out.println("seed " + seed);
        return new Schemathesis(folder, seed);
    }

    boolean isInstalled() throws InterruptedException {
        try {
            Path log = folder.resolve("version.log");
            return start(log, Map.of(), "--version") == 0
                    && Files.readString(log).contains("version 4.");
        } catch (IOException e) {
            System.out.println(COMMAND + ": " + e.getMessage());
            return false;
        }
    }

    /**
     * Makes requests to a server, and fails when an answer differs from what its document tells.
     *
     * @param caller {@code admin}, {@code user} or {@code anonymous}
     * @param answers gets a line for each: the operation, a tab, the status
     */
    void run(URI server, String caller, Path answers) throws IOException, InterruptedException {
        URI document = server.resolve("/api/openapi.json");
        try (InputStream hooks = Schemathesis.class.getResourceAsStream("/schemathesis/" + HOOKS + ".py")) {
            Files.write(folder.resolve(HOOKS + ".py"), hooks.readAllBytes());
        }
        Path configuration = Files.writeString(folder.resolve("schemathesis.toml"), exceptions(document));
        Path log = folder.resolve(caller + ".log");
        int code = start(
                log,
                Map.of(
                        "SCHEMATHESIS_HOOKS",
                        HOOKS,
                        "PYTHONPATH",
                        folder.toString(),
                        "LYNCHET_TEST_CALLER",
                        caller,
                        "LYNCHET_TEST_ADMIN",
                        LynchetProcess.TOKEN,
                        "LYNCHET_TEST_SERVER",
                        server.toString(),
                        "LYNCHET_TEST_SEEN",
                        answers.toString()),
                "--config-file",
                configuration.toString(),
                "run",
                document.toString(),
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
        assertThat(code).as("as %s: %s", caller, Files.readString(log)).isZero();
    }

    private int start(Path log, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(COMMAND), Stream.of(words)).toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
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
                .flatMap(
                        path -> path.readOperations().stream().map(operation -> exception(operation, path.getDelete())))
                .collect(Collectors.joining("", REFUSED, ""));
    }

    private static String exception(Operation operation, Operation delete) {
        // 202 says that the end has been asked for: of what runs, whose outcome can be seen still.
        boolean stays = delete != null && delete.getResponses().containsKey("202");
        List<String> named = operation.getResponses().entrySet().stream()
                .filter(response -> response.getValue().getExtensions() != null
                        && response.getValue().getExtensions().containsKey("x-codes"))
                .map(Map.Entry::getKey)
                .toList();
        return "[[operations]]\ninclude-operation-id = \"" + operation.getOperationId() + "\"\n"
                + "checks.positive_data_acceptance.expected-statuses = " + words(TAKEN, named, "4")
                + "checks.not_a_server_error.expected-statuses = " + words(NO_ACCIDENT, named, "5")
                + "checks.use_after_free.enabled = " + !stays + "\n";
    }

    private static String words(List<String> usual, List<String> named, String hundred) {
        return Stream.concat(usual.stream(), named.stream().filter(status -> status.startsWith(hundred)))
                        .map(status -> "\"" + status + "\"")
                        .collect(Collectors.joining(", ", "[", "]"))
                + "\n";
    }
}
