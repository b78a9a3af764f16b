// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user meets first: start, the ready line, signals, exit codes, refusals. */
@Timeout(180)
class StartIT {
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static Path made;
    private static LynchetProcess serving;
    private static URI url;

    private Path app;

    /** One server for all tests that need one which serves already. */
    @BeforeAll
    static void serve() throws Exception {
        made = folder.resolve("hello");
        LynchetProcess.init(folder, made);
        serving = LynchetProcess.run(folder, made);
        url = LynchetProcess.url(serving.awaitReady());
    }

    @AfterAll
    static void stop() {
        if (serving != null) {
            serving.close();
        }
    }

    @BeforeEach
    void makeApp() throws IOException {
        app = Files.createTempDirectory(folder, "app");
        Files.copy(made.resolve("manifest.json"), app.resolve("manifest.json"));
    }

    private HttpResponse<String> get(URI base, String path, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void run_initialApp_servesAndPrintsOneLine_andEndsWith0AfterSigterm_andStartsAgainAlsoAfterAKill()
            throws Exception {
        Path initial = Files.createDirectory(folder.resolve("initial")).resolve("hello");
        LynchetProcess.init(folder, initial);
        Map<String, String> environment = Map.of("LYNCHET_ADMIN_TOKEN", LynchetProcess.TOKEN);
        String[] words = {"run", initial.toString(), "--port", "0"};
        try (LynchetProcess lynchet = LynchetProcess.start(folder, environment, words)) {
            String line = lynchet.awaitReady();
            assertThat(line).endsWith("(hello 0.1.0, 1 entity)");
            URI base = LynchetProcess.url(line);
            HttpResponse<String> created = http.send(
                    HttpRequest.newBuilder(base.resolve("/api/entities/Todo"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"buy milk\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            assertThat(get(base, "/api/entities/Todo", null).body()).contains("buy milk");
            assertThat(get(base, "/readyz", null).statusCode()).isEqualTo(200);

            lynchet.terminate();
            assertThat(lynchet.exitCode()).as(lynchet.errors()).isZero();
            assertThat(lynchet.restOfOutput()).isEmpty();
            assertThat(lynchet.errors()).isEmpty();
        }
        for (int start = 0; start < 2; start++) {
            try (LynchetProcess again = LynchetProcess.run(folder, initial)) {
                URI base = LynchetProcess.url(again.awaitReady());
                assertThat(get(base, "/api/entities/Todo", null).body()).contains("buy milk");
                again.kill();
                again.exitCode();
            }
        }
    }

    @Test
    void run_withoutToken_keepsARandomOneForTheOwnerOnly_andRefusesTooManyRequestsOfOneAddress() throws Exception {
        Map<String, String> few = Map.of("LYNCHET_HTTP_ADDRESS_REQUESTS_PER_MINUTE_MAX", "2");
        try (LynchetProcess lynchet = LynchetProcess.start(folder, few, "run", app.toString(), "--port", "0")) {
            URI base = LynchetProcess.url(lynchet.awaitReady());
            Path file = app.resolve(".lynchet/admin-token");
            assertThat(lynchet.errors()).contains(file.toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(get(base, "/api/manifest", Files.readString(file).strip())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(base, "/api/manifest", "wrong").statusCode()).isEqualTo(401);
            assertThat(get(base, "/api/entities/Todo", null).statusCode()).isEqualTo(200);
            assertThat(get(base, "/api/entities/Todo", null).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = get(base, "/api/entities/Todo", null);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("Too many requests. Limit: 2 per 60s");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(get(base, "/health", null).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void run_withoutRequestLimits_saysSo_andAnyOtherWishIsRefused() throws Exception {
        assertThat(serving.errors())
                .contains("Request limits are off: LYNCHET_RATE_LIMIT=off.")
                .contains("request limits are switched off");
        Map<String, String> wish = Map.of("LYNCHET_RATE_LIMIT", "100");
        try (LynchetProcess lynchet = LynchetProcess.start(folder, wish, "run", app.toString(), "--port", "0")) {
            assertThat(lynchet.exitCode()).isEqualTo(64);
            assertThat(lynchet.errors()).contains("LYNCHET_RATE_LIMIT can only be off");
        }
    }

    @Test
    void run_shortAdminToken_isRefusedBeforeAnythingStarts() throws Exception {
        Map<String, String> weak = Map.of("LYNCHET_ADMIN_TOKEN", "fifteen-charact");
        try (LynchetProcess lynchet = LynchetProcess.start(folder, weak, "run", app.toString(), "--port", "0")) {
            assertThat(lynchet.exitCode()).isEqualTo(64);
            assertThat(lynchet.errors()).contains("use at least 16 characters");
        }
    }

    @Test
    void run_dataDirectoryInUse_isRefusedWith69_andTheFirstGoesOn() throws Exception {
        try (LynchetProcess second = LynchetProcess.run(folder, made)) {
            assertThat(second.exitCode()).isEqualTo(69);
            assertThat(second.errors())
                    .contains("is in use by process " + serving.pid())
                    .contains("--data");
            assertThat(second.restOfOutput()).isEmpty();
        }
        assertThat(get(url, "/health", null).statusCode()).isEqualTo(200);
    }

    @Test
    void run_portInUse_isRefusedWith69() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                LynchetProcess lynchet =
                        LynchetProcess.run(folder, app, "--port", Integer.toString(taken.getLocalPort()))) {
            assertThat(lynchet.exitCode()).isEqualTo(69);
            assertThat(lynchet.errors()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "--port");
        }
    }

    @Test
    void run_wrongConfiguration_isRefusedWith64() throws Exception {
        try (LynchetProcess lynchet =
                LynchetProcess.run(folder, app, "--set", "io.lynchet.transport.jetty:idleTimeoutMilli=1")) {
            assertThat(lynchet.exitCode()).isEqualTo(64);
            assertThat(lynchet.errors()).contains("Did you mean idleTimeoutMillis?");
        }
    }

    @Test
    void run_brokenManifest_isRefusedWith1AndThePlace() throws Exception {
        Files.writeString(app.resolve("manifest.json"), "{\n  \"manifest_version\": 1,\n  \"entitys\": []\n}\n");
        try (LynchetProcess lynchet = LynchetProcess.run(folder, app)) {
            assertThat(lynchet.exitCode()).isEqualTo(1);
            assertThat(lynchet.errors()).doesNotContain("\tat ");
            // In the log, and in the last word.
            assertThat(lynchet.errors().split("manifest.json:3:", -1)).hasSize(3);
            assertThat(lynchet.restOfOutput()).isEmpty();
        }
    }

    @Test
    void sighup_takesTheManifestOver_orKeepsTheOldOne() throws Exception {
        Path file = made.resolve("manifest.json");
        String manifest = Files.readString(file);
        try {
            Files.writeString(file, manifest.replace("0.1.0", "0.2.0"));
            serving.signal("HUP");
            serving.awaitErrors("Manifest reloaded.");
            assertThat(get(url, "/api/manifest", LynchetProcess.TOKEN).body()).contains("0.2.0");

            Files.writeString(file, "{");
            serving.signal("HUP");
            serving.awaitErrors("Manifest refused; the old one still serves.");
            assertThat(get(url, "/api/manifest", LynchetProcess.TOKEN).body()).contains("0.2.0");
        } finally {
            Files.writeString(file, manifest);
        }
    }

    @Test
    void check_goodWarnedOfAndBadManifest_tellByTextJsonAndExitCode() throws Exception {
        try (LynchetProcess check = LynchetProcess.start(folder, Map.of(), "check", app.toString())) {
            assertThat(check.exitCode()).as(check.errors()).isZero();
            assertThat(check.restOfOutput()).contains("is valid: hello 0.1.0, 1 entity, 1 policy.");
        }
        String manifest = Files.readString(app.resolve("manifest.json"));
        // No bundle provides the function, which is a warning: one may come.
        Files.writeString(
                app.resolve("manifest.json"),
                manifest.replace("\"allowRead\": \"true\"", "\"allowRead\": \"comesLater(data.title)\""));
        try (LynchetProcess check = LynchetProcess.start(folder, Map.of(), "check", app.toString())) {
            assertThat(check.exitCode()).as(check.errors()).isZero();
            assertThat(check.restOfOutput())
                    .contains("warning POLICY_FUNCTION_UNKNOWN")
                    .contains("is valid: hello 0.1.0, 1 entity, 1 policy, 1 warning.")
                    .doesNotContain("error");
        }
        Files.writeString(
                app.resolve("manifest.json"),
                manifest.replace("\"string\"", "\"strin\"")
                        .replace("\"allowRead\": \"true\"", "\"allowRead\": \"data.x ==\""));
        try (LynchetProcess check = LynchetProcess.start(folder, Map.of(), "check", app.toString(), "--json")) {
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.restOfOutput())
                    .contains("\"valid\":false", "\"code\":\"FIELD_TYPE_UNKNOWN\"", "\"line\":10,\"column\":35")
                    .hasLineCount(1);
        }
    }

    @Test
    void shell_oneCommand_answersAndPassesItsExitCodeOn() throws Exception {
        String data = made.resolve(".lynchet").toString();
        try (LynchetProcess shell = LynchetProcess.start(folder, Map.of(), "shell", "--data", data, "entities")) {
            assertThat(shell.exitCode()).as(shell.errors()).isZero();
            assertThat(shell.restOfOutput()).contains("Todo");
        }
        try (LynchetProcess shell = LynchetProcess.start(folder, Map.of(), "shell", "--data", data, "nonsense")) {
            assertThat(shell.exitCode()).isNotZero();
            assertThat(shell.errors()).isNotEmpty();
        }
    }
}
