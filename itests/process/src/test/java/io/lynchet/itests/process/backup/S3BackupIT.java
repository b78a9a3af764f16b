// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.testkit.s3.S3Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill of {@code docs/backup.md} with a bucket, by the real jar: all of the client library is in its bundle. */
class S3BackupIT {
    private static final String PLACE = "s3://" + S3Server.BUCKET + "/drill";
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"drill","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"all","entity":"Note","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private S3Server server;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Map<String, String> keys() {
        return Map.of(
                "LYNCHET_BACKUP_S3_ENDPOINT", server.endpoint().toString(),
                "LYNCHET_BACKUP_S3_REGION", S3Server.REGION,
                "LYNCHET_BACKUP_S3_ACCESS_KEY", S3Server.ACCESS_KEY,
                "LYNCHET_BACKUP_S3_SECRET_KEY", S3Server.SECRET_KEY,
                "LYNCHET_BACKUP_S3_PATH_STYLE", "true");
    }

    @Test
    void withoutAProcess_backupsGoThereAndBack() throws Exception {
        Path app = app();
        String data = app.resolve(".lynchet").toString();
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            write(LynchetProcess.url(process.awaitReady()), "one");
            process.kill();
            process.exitCode();
        }
        assertThat(lynchet(keys(), "backup", PLACE, "--data", data)).contains(": 1 rows at seq 1");
        assertThat(lynchet(keys(), "verify", PLACE)).contains("is good: 1 rows at seq 1");
        assertThat(lynchet(keys(), "backups", PLACE)).contains("good");
        Path restored = folder.resolve("restored");
        Map<String, String> withoutSecret = new HashMap<>(keys());
        withoutSecret.remove("LYNCHET_BACKUP_S3_SECRET_KEY");
        lynchet(
                withoutSecret,
                "restore",
                PLACE,
                "--to",
                restored.toString(),
                "--set",
                "io.lynchet.backup.s3:secretKey=" + S3Server.SECRET_KEY);
        try (LynchetProcess process = LynchetProcess.run(folder, app, "--data", restored.toString())) {
            assertThat(read(LynchetProcess.url(process.awaitReady()))).contains("\"one\"");
        }
        assertThat(refusal(Map.of(), "backups", PLACE))
                .startsWith("CONFIGURATION_INVALID: io.lynchet.backup.s3: set region (LYNCHET_BACKUP_S3_REGION)");
        assertThat(refusal(keys(), "backups", "s3://nowhere/drill"))
                .startsWith("BACKUP_FAILED: ")
                .contains("there is no bucket nowhere");
        Map<String, String> wrong = new HashMap<>(keys());
        wrong.put("LYNCHET_BACKUP_S3_SECRET_KEY", "not-the-secret");
        assertThat(refusal(wrong, "backups", PLACE))
                .contains("secretKey of io.lynchet.backup.s3 does not go with accessKey")
                .doesNotContain("not-the-secret");
    }

    @Test
    void theRunningApp_withTheFeature_takesThem() throws Exception {
        Path app = app();
        Map<String, String> environment = new HashMap<>(keys());
        environment.put("LYNCHET_ADMIN_TOKEN", LynchetProcess.TOKEN);
        environment.put("LYNCHET_FEATURES", "+backup-s3");
        String data = app.resolve(".lynchet").toString();
        try (LynchetProcess process = LynchetProcess.start(folder, environment, "run", app.toString(), "--port", "0")) {
            write(LynchetProcess.url(process.awaitReady()), "two");
            assertThat(lynchet(Map.of(), "backup", PLACE, "--data", data)).contains(": 1 rows at seq 1");
            assertThat(refusal(keys(), "backup", PLACE, "--data", data, "--set", "io.lynchet.backup.s3:retries=1"))
                    .contains("takes the backup with its own configuration");
            assertThat(lynchet(Map.of(), "shell", "--data", data, "verify", PLACE))
                    .contains("is good: 1 rows at seq 1");
            process.terminate();
            assertThat(process.exitCode()).isZero();
            assertThat(process.errors()).doesNotContain("Exception", S3Server.SECRET_KEY);
        }
    }

    private Path app() throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        return app;
    }

    private String lynchet(Map<String, String> environment, String... words) throws Exception {
        try (LynchetProcess process = LynchetProcess.start(folder, environment, words)) {
            assertThat(process.exitCode()).as(process.errors()).isZero();
            assertThat(process.errors()).doesNotContain("Exception");
            return process.restOfOutput();
        }
    }

    private String refusal(Map<String, String> environment, String... words) throws Exception {
        try (LynchetProcess process = LynchetProcess.start(folder, environment, words)) {
            assertThat(process.exitCode()).isNotZero();
            return process.errors();
        }
    }

    private void write(URI app, String text) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(app.resolve("/api/entities/Note"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"text\":\"" + text + "\"}"))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    private String read(URI app) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(app.resolve("/api/entities/Note")).build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
