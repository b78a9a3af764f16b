// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.itests.process.app.ShellSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An app on a data directory of its own, whose process may be killed and started again. Closed at the end, it is
 * killed, too.
 */
final class CrashApp implements AutoCloseable {
    private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]*)\"");

    private final Path app;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private Map<String, String> environment = Map.of();
    private LynchetProcess process;
    private URI base;

    /**
     * An app of notes.
     *
     * @param app where its manifest is
     * @param folder with {@code data} and, where there are backups, {@code place}
     */
    CrashApp(Path app, Path folder) {
        this.app = app;
        this.folder = folder;
    }

    /** Makes the folder of an app. */
    static Path manifest(Path app, String fields) throws IOException {
        Files.createDirectories(app);
        Files.writeString(app.resolve("manifest.json"), """
                {"manifest_version":1,"name":"crash","version":"1","routes":[],
                 "entities":[{"name":"Note",%s}],
                 "policies":[{"name":"all","entity":"Note","allow":"true"}]}
                """.formatted(fields));
        return app;
    }

    /** From the next start on. */
    CrashApp with(Map<String, String> more) {
        environment = more;
        return this;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path place() {
        return folder.resolve("place");
    }

    CrashApp start() throws IOException {
        process = launch(List.of());
        base = LynchetProcess.url(process.awaitReady());
        return this;
    }

    /** Starts it so that it dies at the point, and waits until it serves. */
    CrashApp startToCrash(Path agent, Crash crash) throws IOException {
        process = launch(crash.options(agent));
        base = LynchetProcess.url(process.awaitReady());
        return this;
    }

    /** Starts it so that it dies at the point before it serves. */
    void crashAtStart(Path agent, Crash crash) throws IOException, InterruptedException {
        process = launch(crash.options(agent));
        requireKilled(process);
    }

    private LynchetProcess launch(List<String> options) throws IOException {
        return LynchetProcess.startWith(
                folder, options, environment, "run", app.toString(), "--port", "0", "--data", data().toString());
    }

    /** Has the process do what kills it. */
    void crash(String line) throws IOException, InterruptedException {
        try (ShellSession shell = new ShellSession(data())) {
            String printed = shell.run(line);
            throw new AssertionError("survived: " + printed);
        } catch (IOException e) {
            requireKilled(process);
        }
    }

    static void requireKilled(LynchetProcess process) throws IOException, InterruptedException {
        assertThat(process.exitCode()).as(process.errors()).isEqualTo(CrashAgent.KILLED);
    }

    String shell(String line) throws IOException {
        try (ShellSession shell = new ShellSession(data())) {
            return shell.run(line);
        }
    }

    /** The seq of the write. */
    long write(String text) throws IOException, InterruptedException {
        return write(text, new String[0]);
    }

    /** The seq of the write, also when it was done before: its text is its key. */
    long writeOnce(String text) throws IOException, InterruptedException {
        return write(text, "Idempotency-Key", text.replace(' ', '-'));
    }

    private long write(String text, String... headers) throws IOException, InterruptedException {
        return post("/api/entities/Note", note(text), 201, headers)
                .headers()
                .firstValueAsLong("X-Pylon-Change-Seq")
                .orElseThrow();
    }

    /** What is posted for a note. */
    static String note(String text) {
        return "{\"text\":\"" + text + "\"}";
    }

    /** Writes all notes at once. */
    void writeAll(Stream<String> bodies) throws IOException, InterruptedException {
        String inserts = bodies.map(body -> "{\"op\":\"insert\",\"entity\":\"Note\",\"data\":" + body + "}")
                .collect(Collectors.joining(",", "[", "]"));
        post("/api/transact", inserts, 200);
    }

    private HttpResponse<String> post(String path, String body, int status, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    /** What the notes say. */
    List<String> texts() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve("/api/entities/Note")).build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TEXT.matcher(answer.body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    void kill() throws IOException, InterruptedException {
        process.kill();
        process.exitCode();
    }

    /** Ends it in order. */
    void stop() throws IOException, InterruptedException {
        process.terminate();
        process.exitCode();
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
