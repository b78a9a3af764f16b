// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.Hook;
import io.lynchet.itests.process.app.LiveApp;
import io.lynchet.itests.process.app.ShellSession;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.TestBundle;
import io.lynchet.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * When something goes wrong, the log has the cause; where the shell and the health tell of it, too, it is the same one.
 */
@Timeout(180)
class LogIT {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"logged","version":"1","routes":[],
             "entities":[{"name":"Entry","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"all","entity":"Entry","allow":"true"}]}
            """;
    private static final String TEXT = "kept to itself";
    private static final String ROW = "{\"text\":\"" + TEXT + "\"}";

    @TempDir
    static Path folder;

    private static Path deploy;
    private static LiveApp app;
    private static ShellSession shell;

    /** One server for all tests of drop-ins, whose names differ. */
    @BeforeAll
    static void serve() throws IOException {
        Path own = Files.createDirectory(folder.resolve("sqlite"));
        app = new LiveApp(own, MANIFEST);
        shell = new ShellSession(own.resolve("app/.lynchet"));
        deploy = Files.createDirectories(own.resolve("app/deploy"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (shell != null) {
            shell.close();
        }
        if (app != null) {
            app.close();
        }
    }

    private static void await(String file, String state) {
        Await.until(file + " to be " + state, () -> deployments().matches("(?s).*" + file + " +" + state + ".*"));
    }

    private static String deployments() {
        try {
            return shell.run("deployments");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void dropInWhoseExporterIsTakenOut_isToldTheSameByWhyBundlesHealthAndLog() throws Exception {
        TestBundle.named("words")
                .header("Export-Package", "com.acme.words;version=1.0")
                .dropInto(deploy, "words.jar");
        TestBundle.named("reader")
                .importing("com.acme.words;version=\"[1.0,2)\"")
                .dropInto(deploy, "reader.jar");
        await("reader.jar", "active");
        assertThat(shell.run("bundles")).contains("reader").doesNotContain("reader.jar");
        Files.delete(deploy.resolve("words.jar"));
        await("reader.jar", "quarantined");

        String why = shell.run("why reader.jar").strip();
        assertThat(why).startsWith("reader.jar is quarantined. ").contains("com.acme.words", "no bundle exports");
        assertThat(shell.run("bundles").lines()).contains(why);
        app.process().awaitErrors(why.replace("is quarantined. ", "is quarantined: "));
        assertThat(app.send("GET", "/readyz", LiveApp.ADMIN, null).body()).contains("reader.jar is quarantined");
    }

    @Test
    void newVersionThatIsTorn_isPutBack_andTheLogSaysWhy() throws Exception {
        TestBundle.named("torn").dropInto(deploy, "torn.jar");
        await("torn.jar", "active");
        byte[] next = TestBundle.named("torn").version("2.0.0").bytes();
        Files.write(deploy.resolve("torn.jar"), Arrays.copyOf(next, next.length / 2));
        app.process().awaitErrors("torn.jar was rolled back. The jar is incomplete");
        await("torn.jar", "put_back");
        String why = shell.run("why torn.jar").lines().findFirst().orElseThrow();
        assertThat(why).startsWith("torn.jar is rolled back. ").endsWith("The previous version still runs.");
        assertThat(app.process().errors()).contains(why.replace("is rolled back", "was rolled back"));
        assertThat(shell.run("bundles").lines()).contains(why);
    }

    @Test
    void errorInAnAfterHook_isLoggedWithItsCauseAndPlace() throws Exception {
        TestBundle.named("lacking")
                .importing("io.lynchet.api.data,io.lynchet.api.row,io.lynchet.api.schema")
                .component(LackingHook.class, Hook.class)
                .dropInto(deploy, "lacking.jar");
        await("lacking.jar", "active");
        app.insert("Entry", null, ROW);
        app.process().awaitErrors("The hook lacking failed after change 1 of Entry, and goes on: ");
        app.process().awaitErrors("\t  at " + LackingHook.class.getName() + ".after");
        assertThat(app.process().errors())
                .contains("java.lang.NoClassDefFoundError: com/acme/Tools", "run 'why <bundle>' in the shell");
    }

    /**
     * Callers learn nothing of tables and servers, so the log is where the reason is; what is in the rows is not for
     * it.
     */
    @Test
    void commitThatTheDatabaseRefuses_isLoggedWithWhatItSaid_andWithoutTheRow() throws Exception {
        try (PostgresServer server = PostgresServer.start(Files.createDirectory(folder.resolve("server")), Map.of())) {
            String url = "postgres://postgres@127.0.0.1:" + server.port() + "/postgres";
            Path own = Files.createDirectory(folder.resolve("postgres"));
            try (LiveApp app = new LiveApp(own, MANIFEST, Map.of("LYNCHET_DATABASE_URL", url))) {
                app.insert("Entry", null, ROW);
                server.execute("ALTER TABLE lynchet.lynchet_changes RENAME TO away");
                assertThat(app.send("POST", "/api/entities/Entry", null, ROW))
                        .matches(answer -> answer.status() == 500)
                        .matches(answer -> !answer.body().contains("lynchet_changes"));
                app.process().awaitErrors("1 commits fail: the store failed\n\t");
                app.process().awaitErrors("failed with STORE_FAILED");
                assertThat(app.process().errors())
                        .contains("PSQLException: ERROR: relation \"lynchet_changes\" does not exist")
                        .doesNotContain(TEXT, HexFormat.of().formatHex(TEXT.getBytes(StandardCharsets.UTF_8)));
                server.execute("ALTER TABLE lynchet.away RENAME TO lynchet_changes");
                app.insert("Entry", null, ROW);

                writeAsAnotherProcess(server);
                assertThat(app.send("POST", "/api/entities/Entry", null, ROW).status())
                        .isEqualTo(503);
                String why = "another process has written to the schema lynchet while the connection was lost";
                app.process().awaitErrors("1 commits fail: " + why);
                assertThat(app.process().errors())
                        .contains("\tio.lynchet.api.LynchetException: " + why)
                        .containsPattern("The connection to the database was lost: .*\n\t\\S+Exception: ");
            }
        }
    }

    private static void writeAsAnotherProcess(PostgresServer server) {
        server.execute("CREATE TEMP TABLE mine AS SELECT * FROM lynchet.lynchet_changes ORDER BY seq DESC LIMIT 1;"
                + "UPDATE mine SET seq = seq + 1; INSERT INTO lynchet.lynchet_changes SELECT * FROM mine;"
                + "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'lynchet' AND pid <> pg_backend_pid()");
    }
}
