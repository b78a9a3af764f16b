// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.itests.process.app.ShellSession;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators change of a running process, and what of it the next start keeps. */
@Timeout(180)
class ControlIT {
    private static final Map<String, String> TOKEN = Map.of("LYNCHET_ADMIN_TOKEN", LynchetProcess.TOKEN);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Path app;

    @BeforeEach
    void makeApp() throws Exception {
        app = folder.resolve("hello");
        LynchetProcess.init(folder, app);
    }

    private LynchetProcess run(Map<String, String> environment) throws Exception {
        return LynchetProcess.start(folder, environment, "run", app.toString(), "--port", "0");
    }

    private int status(URI base, String path) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).build();
        return Await.value(http.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
                .statusCode();
    }

    @Test
    void whatIsChanged_countsAtOnce_andAfterARestart_andBadChangesAreTakenBack() throws Exception {
        try (LynchetProcess lynchet = run(TOKEN)) {
            URI url = LynchetProcess.url(lynchet.awaitReady());
            setKeys(lynchet, url);
            try (ShellSession shell = new ShellSession(app.resolve(".lynchet"))) {
                chooseAbsentProviders(shell);
                changeFeatures(shell, url);
            }
            assertThat(status(url, "/api/entities/Todo")).isEqualTo(200);
        }
        try (LynchetProcess lynchet = run(TOKEN)) {
            URI url = LynchetProcess.url(lynchet.awaitReady());
            assertThat(status(url, "/api/entities/Todo")).isEqualTo(200);
            lynchet.awaitErrors("request method=GET path=/api/entities/Todo status=200");
            try (ShellSession shell = new ShellSession(app.resolve(".lynchet"))) {
                assertThat(shell.run("transport")).contains("netty");
                assertThat(status(url, "/api/sync/pull?since=0")).isEqualTo(404);
                shell.run("feature start sync");
                assertThat(status(url, "/api/sync/pull?since=0")).isEqualTo(200);
                shell.run("feature stop transport-netty");
                assertThat(shell.run("transport")).doesNotContain("netty");
            }
        }
    }

    private void setKeys(LynchetProcess lynchet, URI url) throws Exception {
        try (ShellSession shell = new ShellSession(app.resolve(".lynchet"))) {
            shell.run("config set io.lynchet.http accessLog true");
            shell.run("log level io.lynchet.http.access info");
            assertThat(status(url, "/api/entities/Todo")).isEqualTo(200);
            lynchet.awaitErrors("request method=GET path=/api/entities/Todo status=200");

            assertThatThrownBy(() -> shell.run("config set io.lynchet.http acessLog true"))
                    .hasMessageContaining("accessLog");
        }
        try (ShellSession shell = new ShellSession(app.resolve(".lynchet"))) {
            // The component itself refuses this one, by failing to start.
            assertThatThrownBy(() -> shell.run("config set io.lynchet.http allowedOrigins nonsense"))
                    .hasMessageContaining("is not an origin");
        }
        assertThat(status(url, "/api/entities/Todo")).isEqualTo(200);
        try (ShellSession shell = new ShellSession(app.resolve(".lynchet"));
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> shell.run("config set io.lynchet.launcher port 1"))
                    .hasMessageContaining("command line");
            String port = "config set io.lynchet.listener port " + taken.getLocalPort();
            assertThatThrownBy(() -> shell.run(port)).hasMessageContaining("CONFLICT: cannot listen on");
            // This part takes changes over while it runs, so it does not fail by itself.
            assertThatThrownBy(() -> shell.run("config set io.lynchet.data requiredHooks nonsense"))
                    .hasMessageContaining("CONFIGURATION_INVALID: ")
                    .hasMessageContaining("requiredHooks must have entries such as");
        }
        assertThat(status(url, "/api/entities/Todo")).isEqualTo(200);
    }

    private void changeFeatures(ShellSession shell, URI url) throws Exception {
        shell.run("feature start transport-netty");
        assertThat(shell.run("transport")).contains("netty");
        shell.run("feature stop sync");
        assertThat(status(url, "/api/sync/pull?since=0")).isEqualTo(404);
        assertThat(status(url, "/api/entities/Todo")).isEqualTo(200);
    }

    private void chooseAbsentProviders(ShellSession shell) throws Exception {
        assertThatThrownBy(() -> shell.run("config set io.lynchet.data store.target nosuch"))
                .hasMessageContaining("CONFIGURATION_INVALID: ")
                .hasMessageContaining("There is no store nosuch; present are: ")
                .hasMessageContaining("sqlite")
                .hasMessageContaining("start the feature");
        assertThatThrownBy(() -> shell.run("config set io.lynchet.listener transport.target nosuch"))
                .hasMessageContaining("There is no transport nosuch; present are: jetty.");
        shell.run("config set io.lynchet.data store.target sqlite");
        shell.run("config set io.lynchet.listener transport.target jetty");
        assertThat(app.resolve(".lynchet/settings.json")).content().doesNotContain("nosuch");
    }

    @Test
    void mistypedMoveOfTheStore_isAnsweredWithTheStoresThereAre_andLeavesNoTraceInTheLog() throws Exception {
        try (LynchetProcess lynchet = run(TOKEN)) {
            lynchet.awaitReady();
            try (ShellSession shell = new ShellSession(app.resolve(".lynchet"))) {
                for (String line :
                        List.of("store move sqlite nosuch", "store move nosuch sqlite", "store use nosuch")) {
                    assertThatThrownBy(() -> shell.run(line))
                            .as(line)
                            .hasMessageContaining("NOT_FOUND: There is no store nosuch, only sqlite (");
                }
                for (String line : List.of("store move sqlite", "store mvoe")) {
                    assertThatThrownBy(() -> shell.run(line))
                            .as(line)
                            .hasMessageContaining("; the stores present are: sqlite.");
                }
            }
            lynchet.awaitErrors("MOVE at nosuch was refused: There is no store nosuch, only sqlite");
            lynchet.terminate();
            assertThat(lynchet.exitCode()).isZero();
            assertThat(lynchet.errors()).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void editedFile_isTakenOver_orRefusedAndWhatHeldBeforeGoesOn() throws Exception {
        Path file = app.resolve("etc/io.lynchet.http.json");
        try (LynchetProcess lynchet = run(TOKEN)) {
            URI url = LynchetProcess.url(lynchet.awaitReady());
            Files.writeString(file, "{\"acessLog\": true}");
            lynchet.awaitErrors("The changed configuration is refused; the previous one stays.");
            assertThat(lynchet.errors()).contains("Did you mean accessLog?");
            Files.delete(file);
            Files.writeString(
                    app.resolve("etc/io.lynchet.rest.json"), "{\"contentSecurityPolicy\": \"default-src 'self'\"}");
            lynchet.awaitErrors("The changed configuration has taken effect.");
            HttpRequest page = HttpRequest.newBuilder(url.resolve("/")).build();
            assertThat(http.send(page, HttpResponse.BodyHandlers.discarding())
                            .headers()
                            .firstValue("Content-Security-Policy"))
                    .hasValue("default-src 'self'");
            Files.writeString(app.resolve("etc/io.lynchet.launcher.json"), "{\"features\": [\"+transport-netty\"]}");
            lynchet.awaitErrors("but for the features, which need a restart");
        }
    }

    @Test
    void jsonLog_isJsonOnEveryLine_whoeverWritesIt() throws Exception {
        Map<String, String> environment =
                Map.of("LYNCHET_LOG_FORMAT", "json", "LYNCHET_HTTP_ACCESS_LOG", "true", "LYNCHET_LOG_LEVEL", "info");
        Files.createDirectories(app.resolve("deploy"));
        Files.writeString(app.resolve("deploy/torn.jar"), "no jar at all");
        try (LynchetProcess lynchet = run(environment)) {
            URI url = LynchetProcess.url(lynchet.awaitReady());
            assertThat(status(url, "/api/entities/Todo")).isEqualTo(200);
            lynchet.awaitErrors("\"path\":\"/api/entities/Todo\"");
            lynchet.terminate();
            assertThat(lynchet.exitCode()).isZero();
            assertThat(lynchet.errors()).contains("\"status\":200", "Admin token: ");
            assertThat(lynchet.errors().lines())
                    .isNotEmpty()
                    .allSatisfy(line -> JsonTree.read(line.getBytes(StandardCharsets.UTF_8)));
        }
        try (LynchetProcess refused = LynchetProcess.start(
                folder, environment, "run", app.toString(), "--port", "0", "--set", "io.lynchet.http:nonsense=1")) {
            assertThat(refused.exitCode()).isEqualTo(64);
        }
    }
}
