// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.AuthenticatorApp;
import io.lynchet.itests.process.app.LynchetProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types the curl commands of the guides, and expects that none of them is answered with an error. */
@Timeout(180)
class GuideIT {
    /** In this order: some commands need what those before have made. */
    private static final List<String> GUIDES = List.of(
            "quickstart.md",
            "http-api.md",
            "rows.md",
            "queries.md",
            "bulk-writes.md",
            "sign-in.md",
            "auth.md",
            "organisations.md",
            "sync.md",
            "live-queries.md",
            "sockets.md",
            "rooms.md",
            // Somebody else signs in.
            "second-factor.md");

    /** The id that the guide shows. */
    private static final String SHOWN_ID = "000000000000000018ea9fc6d39a26c06742c9f8";

    private static final Pattern SECRET = Pattern.compile("\"secret\":\"([A-Z2-7]+)\"");
    private static final Pattern TOKEN = Pattern.compile("pylon_[0-9a-f]{64}");

    @TempDir
    Path folder;

    private URI base;
    private String token;
    private String refreshed;
    private String other;
    private String list;
    private String todo;
    private String organisation;
    private String secret;
    private long step;

    @Test
    void commandsOfTheGuides_work() throws Exception {
        Path app = folder.resolve("todo");
        GuidePage.copyTodoApp(app);
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
            int commands = 0;
            for (String guide : GUIDES) {
                commands += typeAll(guide);
            }
            assertThat(commands).as("curl commands in the guides").isGreaterThan(35);
        }
    }

    private int typeAll(String guide) throws Exception {
        int commands = 0;
        for (GuidePage.Block block : GuidePage.blocks(guide)) {
            for (String line : block.lines()) {
                if (block.language().equals("sh") && line.startsWith("curl ")) {
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
        String said = typed(secondFactor(line));
        Matcher enrolled = SECRET.matcher(said);
        if (enrolled.find()) {
            secret = enrolled.group(1);
            step = Instant.now().getEpochSecond() / 30;
        }
        return said;
    }

    /** The codes and the token of the page about the second factor, which nobody could have written down. */
    private String secondFactor(String line) throws Exception {
        if (line.contains("/totp/enroll")) {
            token = register("second@example.org");
        }
        if (line.contains("492039")) {
            return line.replace("{\"code\":\"492039\"}", AuthenticatorApp.code(secret, step - 1));
        }
        if (line.contains("183764")) {
            return line.replace("{\"code\":\"183764\"}", AuthenticatorApp.code(secret, step))
                    .replace("<token of the sign-in>", session("login", "second@example.org"));
        }
        return line;
    }

    private String typed(String line) throws Exception {
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

    private String register(String email) throws Exception {
        return session("register", email);
    }

    /** The token of somebody's session. */
    private String session(String way, String email) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/auth/password/" + way))
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
}
