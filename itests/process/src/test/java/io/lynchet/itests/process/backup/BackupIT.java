// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill of {@code docs/backup.md}: a backup of the running app, tried, restored, and served. */
class BackupIT {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"drill","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"all","entity":"Note","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aBackupOfTheRunningApp_isServedAfterTheOriginalIsGone() throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        String place = folder.resolve("place").toString();
        Path restored = folder.resolve("restored");
        Path before = folder.resolve("before");
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            URI notes = LynchetProcess.url(process.awaitReady()).resolve("/api/entities/Note");
            assertThat(write(notes, "one")).isEqualTo(1);
            shell(app, "backup", place);
            assertThat(write(notes, "two")).isEqualTo(2);
            assertThat(write(notes, "three")).isEqualTo(3);
            shell(app, "backup", place);
            assertThat(shell(app, "verify", place)).contains("is good: 3 rows at seq 3");
            assertThat(shell(app, "backups", place)).contains("good", "not yet");
            shell(app, "restore", place, "--to", restored.toString());
            shell(app, "restore", place, "--to", before.toString(), "--at", "2");
            process.kill();
            process.exitCode();
        }
        assertServes(app, restored, 3, 4);
        assertServes(app, before, 2, 4);
    }

    @Test
    void withoutAProcess_theSameCommandsWork() throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        String data = app.resolve(".lynchet").toString();
        String place = folder.resolve("place").toString();
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            URI notes = LynchetProcess.url(process.awaitReady()).resolve("/api/entities/Note");
            write(notes, "one");
            assertThat(lynchet("backup", place, "--data", data)).startsWith("Backup ");
            write(notes, "two");
            // What is not in the file yet, but in the log beside it, is in the backup, too.
            process.kill();
            process.exitCode();
        }
        assertThat(lynchet("backup", place, "--data", data)).contains(": 2 rows at seq 2");
        assertThat(lynchet(
                        "verify", place, "--scratch", folder.resolve("scratch").toString()))
                .contains("is good: 2 rows at seq 2");
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
        assertThat(lynchet("backups", place, "--json")).contains("\"verified\":null", "\"good\":true");
        Path restored = folder.resolve("restored");
        lynchet("restore", place, "--to", restored.toString());
        assertServes(app, restored, 2, 3);
        try (LynchetProcess process =
                LynchetProcess.start(folder, Map.of(), "restore", place, "--to", restored.toString())) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.errors()).startsWith("CONFLICT: " + restored);
        }
    }

    @Test
    void byHttp_adminsTakeAndTryBackups_andWatchThem() throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        Path place = folder.resolve("place");
        try (LynchetProcess process = LynchetProcess.run(folder, app, "--set", "io.lynchet.backup:location=" + place)) {
            URI root = LynchetProcess.url(process.awaitReady());
            write(root.resolve("/api/entities/Note"), "one");
            String token = LynchetProcess.TOKEN;
            assertThat(call(root.resolve("/api/admin/backups"), null, null).statusCode())
                    .isEqualTo(403);
            HttpResponse<String> begun = call(root.resolve("/api/admin/backups"), token, "{}");
            assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
            String task = begun.headers().firstValue("Location").orElseThrow();
            assertThat(call(root.resolve(task + "/events"), token, null).body())
                    .contains("event: end", "\"state\":\"done\"", "\"rows\":1");
            assertThat(call(root.resolve(task), token, null).body()).contains("\"state\":\"done\"");
            HttpResponse<String> trying = call(root.resolve("/api/admin/backups/verify"), token, "{}");
            String tried = trying.headers().firstValue("Location").orElseThrow();
            assertThat(call(root.resolve(tried + "/events"), token, null).body())
                    .contains("\"problems\":[]");
            assertThat(call(root.resolve("/api/admin/backups"), token, null).body())
                    .contains("\"good\":true", "\"kind\":\"verify\"");
            HttpResponse<String> wrong =
                    call(root.resolve("/api/admin/backups/verify"), token, "{\"location\":\"/tmp\"}");
            assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(400);
            assertThat(call(root.resolve("/api/admin/backups/tasks/99"), token, null)
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void restoreInPlace_goesBackWhileTheAppServes_andKeepsWhatServedBefore() throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        Path data = folder.resolve("data");
        String place = folder.resolve("place").toString();
        String[] shell = {"shell", "--data", data.toString()};
        try (LynchetProcess process = LynchetProcess.run(folder, app, "--data", data.toString())) {
            URI root = LynchetProcess.url(process.awaitReady());
            write(root.resolve("/api/entities/Note"), "one");
            lynchet(words(shell, "backup", place));
            write(root.resolve("/api/entities/Note"), "two");
            lynchet(words(shell, "backup", place));
            String before = lynchet(words(shell, "store", "--json"));
            assertThat(lynchet(words(shell, "restore", place, "--in-place", "--at", "1")))
                    .contains("serves, epoch 2");
            HttpResponse<String> list = call(root.resolve("/api/entities/Note"), null, null);
            assertThat(list.body()).contains("one").doesNotContain("two");
            assertThat(call(root.resolve("/api/sync/pull?since=2"), null, null).statusCode())
                    .as("a cursor from before")
                    .isEqualTo(410);
            write(root.resolve("/api/entities/Note"), "three");
            String after = lynchet(words(shell, "store", "--json"));
            assertThat(after).contains("\"epoch\":2").contains(storeId(before));
        }
        try (LynchetProcess process = LynchetProcess.run(folder, app, "--data", data.toString())) {
            URI root = LynchetProcess.url(process.awaitReady());
            assertThat(call(root.resolve("/api/entities/Note"), null, null).body())
                    .contains("one", "three")
                    .doesNotContain("two");
        }
        try (var entries = Files.list(data)) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("before-restore-"));
        }
    }

    private static String storeId(String json) {
        return json.replaceAll("(?s).*(\"storeId\":\"[^\"]+\").*", "$1");
    }

    private static String[] words(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    /** GET without a body, else POST. */
    private HttpResponse<String> call(URI uri, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private String lynchet(String... words) throws Exception {
        try (LynchetProcess process = LynchetProcess.start(folder, Map.of(), words)) {
            assertThat(process.exitCode()).as(process.errors()).isZero();
            assertThat(process.errors()).doesNotContain("Exception");
            return process.restOfOutput();
        }
    }

    private void assertServes(Path app, Path data, int rows, int nextSeq) throws Exception {
        try (LynchetProcess process = LynchetProcess.run(folder, app, "--data", data.toString())) {
            URI notes = LynchetProcess.url(process.awaitReady()).resolve("/api/entities/Note");
            String body = http.send(HttpRequest.newBuilder(notes).build(), BodyHandlers.ofString())
                    .body();
            assertThat(body.split("\"text\"", -1)).as(body).hasSize(rows + 1);
            assertThat(write(notes, "next")).isEqualTo(nextSeq);
        }
    }

    private String shell(Path app, String... line) throws Exception {
        String[] words = new String[line.length + 3];
        words[0] = "shell";
        words[1] = "--data";
        words[2] = app.resolve(".lynchet").toString();
        System.arraycopy(line, 0, words, 3, line.length);
        try (LynchetProcess process = LynchetProcess.start(folder, Map.of(), words)) {
            assertThat(process.exitCode()).as(process.errors()).isZero();
            return process.restOfOutput();
        }
    }

    /** The seq of the write. */
    private long write(URI notes, String text) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(notes)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"text\":\"" + text + "\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValueAsLong("X-Pylon-Change-Seq").orElseThrow();
    }
}
