// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import io.lynchet.itests.process.app.AuthApp.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The real jar with an app, spoken to over HTTP; may be killed and started again on the same data and the same port.
 */
public final class LiveApp implements AutoCloseable {
    public static final String ADMIN = LynchetProcess.TOKEN;

    /** Of rows up to 10 kB, so that a batch is below 4 MiB. */
    private static final int BATCH = 250;

    private final Path folder;
    private final Path app;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private LynchetProcess process;
    private volatile URI base;

    public LiveApp(Path folder, String manifest) throws IOException {
        this(folder, manifest, Map.of());
    }

    /**
     * @param environment in addition
     * @param words of the command line, in addition
     */
    public LiveApp(Path folder, String manifest, Map<String, String> environment, String... words) throws IOException {
        this.folder = folder;
        this.app = Files.createDirectories(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), manifest);
        process = LynchetProcess.run(folder, app, environment, words);
        base = LynchetProcess.url(process.awaitReady());
    }

    /**
     * With the limits of requests that a server has by itself.
     *
     * @param options of the JVM
     * @param environment in addition
     */
    public LiveApp(Path folder, String manifest, List<String> options, Map<String, String> environment)
            throws IOException {
        this.folder = folder;
        this.app = Files.createDirectories(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), manifest);
        process = LynchetProcess.startLimited(folder, options, environment, "run", app.toString(), "--port", "0");
        base = LynchetProcess.url(process.awaitReady());
    }

    /** On another port, with other settings. */
    public void startAgain(Map<String, String> environment, String... words) throws IOException {
        process = LynchetProcess.run(folder, app, environment, words);
        base = LynchetProcess.url(process.awaitReady());
    }

    /** A command of the shell; fails with what it said when it fails. */
    public String shell(String... words) throws Exception {
        List<String> line = new ArrayList<>(
                List.of("shell", "--data", app.resolve(".lynchet").toString()));
        line.addAll(List.of(words));
        try (LynchetProcess shell = LynchetProcess.start(folder, Map.of(), line.toArray(new String[0]))) {
            int code = shell.exitCode();
            if (code != 0) {
                throw new AssertionError(String.join(" ", words) + " ended with " + code + ": " + shell.errors());
            }
            return shell.restOfOutput();
        }
    }

    public URI base() {
        return base;
    }

    public LynchetProcess process() {
        return process;
    }

    /** On the port of before. */
    public void startAgain() throws IOException {
        process = LynchetProcess.runOn(folder, app, base.getPort());
        base = LynchetProcess.url(process.awaitReady());
    }

    /** @param token a bearer token, or null; further headers as names and values */
    public Answer send(String method, String path, String token, String body, String... headers) {
        try {
            return trySend(method, path, token, body, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Like {@link #send}, for times when the server may be away. */
    public Answer trySend(String method, String path, String token, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The id of a new row. */
    public String insert(String entity, String token, String data) {
        return expect(201, send("POST", "/api/entities/" + entity, token, data)).text("id");
    }

    /** Inserts so many rows as an admin, some hundred at a time. */
    public void fill(String entity, int count, IntFunction<String> row) {
        for (int first = 0; first < count; first += BATCH) {
            String operations = IntStream.range(first, Math.min(count, first + BATCH))
                    .mapToObj(i -> "{\"op\":\"insert\",\"entity\":\"" + entity + "\",\"data\":" + row.apply(i) + "}")
                    .collect(Collectors.joining(",", "{\"operations\":[", "]}"));
            expect(200, send("POST", "/api/batch", ADMIN, operations));
        }
    }

    public static Answer expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
        return answer;
    }

    /** A session of that user, opened by an admin. */
    public String mint(String userId) {
        return expect(201, send("POST", "/api/auth/session", ADMIN, "{\"user_id\":\"" + userId + "\"}"))
                .text("token");
    }

    /** What {@code POST /api/query} finds now, by id. */
    public List<Map<String, Object>> query(String entity, String token, String where) {
        Answer answer = expect(200, send("POST", "/api/query/" + entity, token, where));
        return answer.list().stream()
                .sorted(Comparator.comparing(row -> (String) row.get("id")))
                .toList();
    }

    /** One of the figures of {@code /metrics}, summed over its labels. */
    public double metric(String name) {
        return send("GET", "/metrics", ADMIN, null)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Memory of the process that is not paged out. */
    public long residentBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
