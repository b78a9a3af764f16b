// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types the curl commands of the guides, and expects that none of them is answered with an error. */
@Timeout(180)
class GuideIT {
    private static final Path REPOSITORY = Path.of("../..");
    private static final Path DOCS = REPOSITORY.resolve("distribution/src/main/docs");
    /** The id that the guide shows. */
    private static final String SHOWN_ID = "000000000000000018ea9fc6d39a26c06742c9f8";

    private static final Pattern TOKEN = Pattern.compile("pylon_[0-9a-f]{64}");
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private URI base;
    private String token;
    private String refreshed;
    private String other;
    private String list;
    private String todo;
    private String organisation;

    @Test
    void commandsOfTheGuides_work() throws Exception {
        Path app = folder.resolve("todo");
        copy(REPOSITORY.resolve("distribution/apps/todo"), app);
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            base = LynchetProcess.url(process.awaitReady());
            list = post("List", "{\"title\":\"Home\"}");
            todo = post("Todo", "{\"title\":\"Bread\",\"rank\":2}");
            post("Todo", "{\"id\":\"" + SHOWN_ID + "\",\"title\":\"Milk\",\"rank\":1}");
            Files.writeString(
                    folder.resolve("rows.ndjson"), "{\"entity\":\"List\",\"data\":{\"title\":\"Imported\"}}\n");
            Files.writeString(
                    folder.resolve("export.json"), "{\"entities\":{\"List\":[{\"title\":\"From a document\"}]}}");
            token = register("guide@example.org");
            refreshed = register("refreshed@example.org");
            other = register("other@example.org");
            organisation = post("/api/auth/orgs", token, "{\"name\":\"Guide\"}");
            int commands = typeAll("quickstart.md") + typeAll("http-api.md") + typeAll("auth.md");
            commands += typeAll("organisations.md") + typeAll("sync.md") + typeAll("live-queries.md");
            assertThat(commands).as("curl commands in the guides").isGreaterThan(35);
        }
    }

    private int typeAll(String guide) throws Exception {
        int commands = 0;
        Matcher blocks = BLOCK.matcher(Files.readString(DOCS.resolve(guide)));
        while (blocks.find()) {
            for (String line : blocks.group(1).split("\n")) {
                if (line.startsWith("curl ")) {
                    String said = type(line);
                    assertThat(said)
                            .as(guide + ": " + line)
                            .doesNotContain("\"error\":{")
                            .isNotBlank();
                    commands++;
                }
            }
        }
        return commands;
    }

    private String type(String line) throws Exception {
        String script =
                "U='" + base + "'\nJ='Content-Type: application/json'\nA='Authorization: Bearer " + LynchetProcess.TOKEN
                        + "'\n"
                        + line.replace("http://127.0.0.1:4321", base.toString())
                                .replaceFirst("^curl ", "curl -sS ")
                                .replace("<todo>", todo)
                                .replace("<id>", todo)
                                .replace("<token>", token)
                                .replace("<refreshed>", refreshed)
                                .replace("<other>", other)
                                .replace("<org>", organisation)
                                .replace("<list>", list);
        Process shell = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).as(line).isTrue();
        assertThat(shell.exitValue()).as(line + "\n" + said).isZero();
        return said;
    }

    /** Somebody's session. */
    private String register(String email) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/auth/password/register"))
                .POST(BodyPublishers.ofString("{\"email\":\"" + email + "\",\"password\":\"of the guide's test\"}"))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        Matcher found = TOKEN.matcher(answer);
        assertThat(found.find()).as(answer).isTrue();
        return found.group();
    }

    private String post(String entity, String body) throws Exception {
        return post("/api/entities/" + entity, LynchetProcess.TOKEN, body);
    }

    /** Id of what was made. */
    private String post(String path, String bearer, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        assertThat(answer).startsWith("{\"id\":\"");
        return answer.substring(7, 47);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(".lynchet"))
                    .toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}
