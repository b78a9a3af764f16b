// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.json.JsonTree;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays what was recorded with the system that Lynchet is compatible with, against the real process. Shapes of
 * successful answers are the same; where they differ on purpose, the transcript names the number of the weakness that
 * the difference mends.
 */
@Timeout(180)
class TranscriptIT {
    private static final String FIELD = "{\"name\":\"%s\",\"type\":\"%s\",\"optional\":%s,\"unique\":%s}";

    @TempDir
    Path folder;

    private final Map<String, String> kept = new HashMap<>();

    @Test
    void recordedRequests_areAnsweredInTheSameShapes() throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), manifest());
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            URI base = LynchetProcess.url(process.awaitReady());
            HttpClient http = HttpClient.newHttpClient();
            List<Transcript.Exchange> exchanges = Transcript.read();
            assertThat(exchanges).hasSizeGreaterThan(60);
            for (Transcript.Exchange exchange : exchanges) {
                compare(exchange, send(http, base, exchange));
            }
        }
    }

    private HttpResponse<String> send(HttpClient http, URI base, Transcript.Exchange exchange) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + filled(exchange.path())));
        if (exchange.admin()) {
            request.header("Authorization", "Bearer " + LynchetProcess.TOKEN);
        }
        if (exchange.body() == null) {
            request.method(exchange.method(), BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(exchange.method(), BodyPublishers.ofString(filled(exchange.body())));
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> entry : kept.entrySet()) {
            filled = filled.replace("${" + entry.getKey() + "}", entry.getValue());
        }
        return filled;
    }

    private void compare(Transcript.Exchange exchange, HttpResponse<String> answer) {
        String what = exchange + " => " + answer.statusCode() + " " + answer.body();
        Object ours = plain(answer.body());
        if (exchange.weakness() > 0) {
            assertThat(answer.statusCode())
                    .as("weakness %d: %s", exchange.weakness(), what)
                    .isEqualTo(exchange.ourStatus());
            if (exchange.ourCode() != null) {
                assertThat(errorCode(ours)).as(what).isEqualTo(exchange.ourCode());
            }
            return;
        }
        Object recorded = plain(exchange.answer());
        assertThat(answer.statusCode()).as(what).isEqualTo(exchange.status());
        if (exchange.status() < 400) {
            Transcript.assertSameShape(what, recorded, ours, exchange.extra());
            keep(recorded, ours);
        } else if (errorCode(recorded) != null) {
            assertThat(errorCode(ours)).as(what).isEqualTo(errorCode(recorded));
        } else {
            // A failed transaction: the outcome of each operation, and beside it the error that our envelope always
            // has.
            Transcript.assertSameShape(what, recorded, ours, Set.of("error"));
        }
    }

    private void keep(Object recorded, Object ours) {
        if (recorded instanceof Map<?, ?> members) {
            members.forEach((name, value) -> {
                if (value instanceof String text && text.startsWith("@")) {
                    kept.put(text.substring(1), (String) ((Map<?, ?>) ours).get(name));
                }
            });
        }
    }

    private static String errorCode(Object answer) {
        Object error = answer instanceof Map<?, ?> map ? map.get("error") : null;
        return error instanceof Map<?, ?> members ? (String) members.get("code") : null;
    }

    private static Object plain(String json) {
        return JsonTree.read(json.getBytes(StandardCharsets.UTF_8)).plain();
    }

    private static String fields(String... specs) {
        StringBuilder fields = new StringBuilder();
        for (String spec : specs) {
            String[] parts = spec.split(" ");
            fields.append(fields.isEmpty() ? "" : ",")
                    .append(String.format(
                            FIELD, parts[0], parts[1], spec.contains("optional"), spec.contains("unique")));
        }
        return "\"fields\":[" + fields + "],\"indexes\":[";
    }

    private static String manifest() {
        return "{\"manifest_version\":1,\"name\":\"recorded\",\"version\":\"0.1.0\",\"routes\":[],\"queries\":[],\"actions\":[],\"entities\":["
                + "{\"name\":\"User\","
                + fields(
                        "email string unique",
                        "displayName string",
                        "avatarColor string optional",
                        "emailVerified datetime optional",
                        "createdAt datetime optional")
                + "]},"
                + "{\"name\":\"Todo\","
                + fields(
                        "title string",
                        "done bool",
                        "rank int optional",
                        "price float optional",
                        "slug string optional unique",
                        "dueAt datetime optional",
                        "notes richtext optional",
                        "ownerId id(User) optional")
                + "{\"name\":\"title_rank\",\"fields\":[\"title\",\"rank\"],\"unique\":true}],"
                + "\"relations\":[{\"name\":\"owner\",\"target\":\"User\",\"field\":\"ownerId\",\"many\":false}]},"
                + "{\"name\":\"Private\"," + fields("body string", "ownerId string optional") + "]},"
                + "{\"name\":\"Log\",\"crdt\":false," + fields("msg string", "n int optional") + "]},"
                + "{\"name\":\"AdminOnly\"," + fields("x string") + "]},"
                + "{\"name\":\"NoPolicy\"," + fields("x string") + "]},"
                + "{\"name\":\"Soft\"," + fields("t string", "hidden string optional") + "]}],"
                + "\"policies\":["
                + "{\"name\":\"users\",\"entity\":\"User\",\"allow\":\"true\"},"
                + "{\"name\":\"todos\",\"entity\":\"Todo\",\"allow\":\"true\"},"
                + "{\"name\":\"logs\",\"entity\":\"Log\",\"allow\":\"true\"},"
                + "{\"name\":\"privOwner\",\"entity\":\"Private\",\"allow\":\"auth.userId != null && auth.userId == data.ownerId\"},"
                + "{\"name\":\"admins\",\"entity\":\"AdminOnly\",\"allow\":\"auth.isAdmin\"},"
                + "{\"name\":\"soft\",\"entity\":\"Soft\",\"allowRead\":\"data.hidden == null\",\"allowWrite\":\"true\"}]}";
    }
}
