// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows the guides for bundles to the letter: their files in an empty folder, their commands, the jar in a running
 * process.
 */
@Timeout(300)
class BundleGuideIT {
    private static final Path DOCS = Path.of("../../distribution/src/main/docs");
    /** In the order in which a reader comes to them. */
    private static final List<String> PAGES =
            List.of("drop-in-bundles.md", "writing-an-auth-method.md", "testing-bundles.md");

    private static final Path LOCAL = Path.of("target/guide-repository").toAbsolutePath();
    /** A block after a line that ends with the name of the file. */
    private static final Pattern FILE =
            Pattern.compile("`((?:pom\\.xml)|(?:src/[\\w/]+\\.java))`:\n\n```\\w+\n(.*?)```", Pattern.DOTALL);

    private static final Pattern JAVA = Pattern.compile("```java\n");
    private static final Pattern COMMANDS =
            Pattern.compile("```sh\n(mvn verify\n.*?)(curl [^\n]*)\n```", Pattern.DOTALL);
    private static final Pattern SIGN_IN = Pattern.compile("curl [^\n]*/api/auth/badge[^\n]*");
    private static final String MANIFEST = """
            {
              "manifest_version": 1, "name": "guide", "version": "1.0.0", "routes": [],
              "entities": [
                {"name": "Todo", "indexes": [], "fields": [
                  {"name": "title", "type": "string", "optional": false, "unique": false}]},
                {"name": "Badge", "indexes": [], "fields": [
                  {"name": "number", "type": "string", "optional": false, "unique": true},
                  {"name": "email", "type": "string", "optional": false, "unique": false}]}
              ],
              "policies": [
                {"name": "todos", "entity": "Todo", "allowRead": "true", "allowWrite": "true"},
                {"name": "badges", "entity": "Badge", "allowRead": "same_domain(auth.email, data.email)"}
              ]
            }
            """;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Path home;
    private Path hello;
    private URI base;

    @BeforeEach
    void unpack() throws Exception {
        home = Files.createDirectory(folder.resolve("lynchet"));
        LynchetProcess.unpack(home);
        hello = Files.createDirectory(folder.resolve("hello"));
    }

    @Test
    void guide_followedToTheLetter_makesABundleThatRuns() throws Exception {
        String guide = guide();
        Map<String, String> written = files(guide);
        assertThat(written).containsKey("pom.xml");
        assertThat(JAVA.matcher(guide).results().count())
                .as("every piece of Java in the guide is a whole file of %s", written.keySet())
                .isEqualTo(written.size() - 1);
        for (Map.Entry<String, String> file : written.entrySet()) {
            Path path = hello.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Path app = Files.createDirectory(hello.resolve("my-app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        Matcher commands = COMMANDS.matcher(guide);
        assertThat(commands.find()).isTrue();
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            base = LynchetProcess.url(process.awaitReady());
            String said = run(hello, commands.group(1).replace("mvn verify", maven()));
            assertThat(said)
                    .contains("Running org.example.hello.TidyTitlesTest", "Running org.example.hello.HelloIT")
                    .doesNotContain("WARNING");
            Await.until(
                    "the bundle to run", () -> send("GET", "/api/hello", "", "").statusCode() == 200);
            assertThat(run(hello, commands.group(2).replace("http://127.0.0.1:4321", base.toString())))
                    .isEqualTo("{\"hello\":\"world\"}");
            assertThat(send("POST", "/api/entities/Todo", "", "{\"title\":\"  milk \"}")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(send("GET", "/api/entities/Todo", "", "").body()).contains("\"milk\"");
            assertThat(send("POST", "/api/entities/Todo", "", "{\"title\":\"homework\"}")
                            .body())
                    .contains("HOOK_REJECTED");
            signIn(guide);
        }
    }

    /** By a badge; and sees those of his domain, as the policy function says. */
    private void signIn(String guide) throws Exception {
        for (String domain : new String[] {"here", "there"}) {
            String badge = "{\"number\":\"" + domain + "\",\"email\":\"ada@" + domain + ".example\"}";
            assertThat(send("POST", "/api/entities/Badge", LynchetProcess.TOKEN, badge)
                            .statusCode())
                    .isEqualTo(201);
        }
        Matcher command = SIGN_IN.matcher(guide);
        assertThat(command.find()).isTrue();
        String session = run(hello, command.group().replace("http://127.0.0.1:4321", base.toString()));
        assertThat(session).contains("\"token\":\"");
        String token = session.replaceAll("(?s).*\"token\":\"(\\w+)\".*", "$1");
        assertThat(send("GET", "/api/entities/Badge", token, "").body())
                .contains("ada@here.example")
                .doesNotContain("ada@there.example");
    }

    private static String guide() throws IOException {
        StringBuilder pages = new StringBuilder();
        for (String page : PAGES) {
            pages.append(Files.readString(DOCS.resolve(page))).append('\n');
        }
        return pages.toString();
    }

    private static Map<String, String> files(String guide) {
        return FILE.matcher(guide)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1), found -> found.group(2), (one, other) -> other, LinkedHashMap::new));
    }

    /**
     * Maven with a local repository of its own, without parts of Lynchet, so that nothing but the archive can give it
     * any. What comes from Maven Central it finds where the build of Lynchet has put it, all but a few files, which it
     * keeps for the next time.
     */
    private String maven() throws Exception {
        run(folder, "rm -rf '" + LOCAL.resolve("io/lynchet") + "'");
        Path cache = Path.of(System.getProperty("lynchet.maven.cache"));
        Path settings = Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <profiles>
                    <profile>
                      <id>cache</id>
                      <repositories><repository>CACHE</repository></repositories>
                      <pluginRepositories><pluginRepository>CACHE</pluginRepository></pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>cache</activeProfile></activeProfiles>
                </settings>
                """.replace(
                "CACHE",
                "<id>cache</id><url>" + cache.toUri() + "</url><releases><checksumPolicy>ignore</checksumPolicy>"
                        + "</releases><snapshots><enabled>false</enabled></snapshots>"));
        return "'" + System.getProperty("lynchet.maven.home") + "/bin/mvn' -B -ntp -s '" + settings
                + "' -Dmaven.repo.local='" + LOCAL + "' -Dlynchet.home='" + home + "' verify";
    }

    private HttpResponse<String> send(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }

    private static String run(Path folder, String script) throws IOException, InterruptedException {
        Path said = Files.createTempFile("guide", ".txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process shell = builder.start();
        try {
            assertThat(shell.waitFor(240, TimeUnit.SECONDS)).as(script).isTrue();
            String text = Files.readString(said);
            assertThat(shell.exitValue()).as(script + "\n" + text).isZero();
            return text;
        } finally {
            shell.destroyForcibly();
            Files.delete(said);
        }
    }
}
