// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.testkit.postgres.PostgresServer;
import io.lynchet.testkit.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types the drills of the pages about backups and PostgreSQL, with a real bucket and a real database. */
@Timeout(180)
class OperatorGuideIT {
    private static final String RESTORED = "/data/restored";

    @TempDir
    Path folder;

    private Path app;

    @BeforeEach
    void makeApp() throws Exception {
        app = folder.resolve("todo");
        GuidePage.copyTodoApp(app);
    }

    @Test
    void drillsWithAFolderAndWithABucket_work() throws Exception {
        serves(Map.of());
        Map<String, String> environment = new HashMap<>();
        int commands = 0;
        try (S3Server server = S3Server.start()) {
            for (GuidePage.Block block : GuidePage.blocks("backup.md")) {
                if (block.language().equals("sh")) {
                    for (String line : block.lines()) {
                        drill(line, server, environment);
                        commands++;
                    }
                }
            }
        }
        assertThat(commands).as("commands of the page").isGreaterThan(12);
    }

    private void drill(String line, S3Server server, Map<String, String> environment) throws Exception {
        if (line.startsWith("export ")) {
            String[] setting = line.substring("export ".length()).split("=", 2);
            environment.put(setting[0], known(setting[0], setting[1], server));
        } else if (line.equals("lynchet run . --data " + RESTORED)) {
            serves(Map.of(), "--data", folder + RESTORED);
        } else {
            if (line.contains(" --to ")) {
                // What an earlier drill has left.
                OperatorShell.type(folder, Map.of(), "rm -rf data && mkdir data");
            }
            String here = line.replace("s3://my-backups/", "s3://" + S3Server.BUCKET + "/")
                    .replace(" /backups/", " " + folder + "/backups/")
                    .replace(RESTORED, folder + RESTORED);
            OperatorShell.type(app, environment, here);
        }
    }

    private static String known(String name, String shown, S3Server server) {
        return switch (name) {
            case "LYNCHET_BACKUP_S3_ENDPOINT" -> server.endpoint().toString();
            case "LYNCHET_BACKUP_S3_REGION" -> S3Server.REGION;
            case "LYNCHET_BACKUP_S3_ACCESS_KEY" -> S3Server.ACCESS_KEY;
            case "LYNCHET_BACKUP_S3_SECRET_KEY" -> S3Server.SECRET_KEY;
            default -> shown;
        };
    }

    @Test
    void setUpOfAndMoveToADatabase_work() throws Exception {
        try (PostgresServer server = PostgresServer.start(Files.createDirectory(folder.resolve("server")), Map.of())) {
            List<GuidePage.Block> blocks = GuidePage.blocks("postgres.md");
            for (String statement : blocks.get(0).lines()) {
                server.execute(statement);
            }
            // For the second way to it, which begins with an empty database.
            server.execute(blocks.get(0).lines().get(1).replace("DATABASE todo", "DATABASE moved"));
            assertThat(store(line(blocks, " lynchet run ."), server, "/todo", app))
                    .contains("postgres");

            Path moved = folder.resolve("moved");
            GuidePage.copyTodoApp(moved);
            Map<String, String> beside = url(line(blocks, "store.target=sqlite"), server, "/moved");
            String[] words = {"run", moved.toString(), "--port", "0", "--set", "io.lynchet.data:store.target=sqlite"};
            try (LynchetProcess process = LynchetProcess.start(folder, beside, words)) {
                process.awaitReady();
                assertThat(OperatorShell.type(moved, Map.of(), line(blocks, "store move")))
                        .contains("The store postgres serves");
            }
        }
    }

    private String store(String line, PostgresServer server, String database, Path of) throws Exception {
        try (LynchetProcess process =
                LynchetProcess.start(folder, url(line, server, database), "run", of.toString(), "--port", "0")) {
            process.awaitReady();
            return OperatorShell.type(of, Map.of(), "lynchet shell store");
        }
    }

    /** The variable before the command, with the server of this test. */
    private static Map<String, String> url(String line, PostgresServer server, String database) {
        String[] variable = line.substring(0, line.indexOf(' ')).split("=", 2);
        String url = variable[1]
                .replaceFirst("@db\\.example\\.org(:5432)?", "@127.0.0.1:" + server.port())
                .replaceFirst("/todo$", database);
        return Map.of(variable[0], url);
    }

    private static String line(List<GuidePage.Block> blocks, String part) {
        return blocks.stream()
                .flatMap(block -> block.lines().stream())
                .filter(line -> line.contains(part))
                .findFirst()
                .orElseThrow();
    }

    private void serves(Map<String, String> environment, String... more) throws IOException, InterruptedException {
        try (LynchetProcess process = LynchetProcess.run(folder, app, environment, more)) {
            process.awaitReady();
            process.terminate();
            assertThat(process.exitCode()).as(process.errors()).isZero();
        }
    }
}
