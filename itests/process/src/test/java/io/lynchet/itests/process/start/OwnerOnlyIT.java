// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the server writes is for its owner alone, also in folders that were open to everybody. */
@Timeout(180)
class OwnerOnlyIT {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"modes","version":"1","routes":[],
             "entities":[{"name":"Entry","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"all","entity":"Entry","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private Path app;
    private Path data;

    @BeforeEach
    void makeApp() throws IOException {
        app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private LynchetProcess run() throws IOException {
        String logFile = "io.lynchet.launcher:logFile=" + folder.resolve("logs/lynchet");
        return LynchetProcess.run(folder, app, "--data", data.toString(), "--verbose", "--set", logFile);
    }

    private void writeAndBackUp(LynchetProcess process) throws Exception {
        URI url = LynchetProcess.url(process.awaitReady());
        HttpRequest insert = HttpRequest.newBuilder(url.resolve("/api/entities/Entry"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"secret\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(insert, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(201);
        for (List<String> line : List.of(
                List.of("backup", folder.resolve("backups").toString()),
                List.of("config", "set", "io.lynchet.launcher", "logLevel", "info"))) {
            String[] words = Stream.of(List.of("shell", "--data", data.toString()), line)
                    .flatMap(List::stream)
                    .toArray(String[]::new);
            try (LynchetProcess shell = LynchetProcess.start(folder, Map.of(), words)) {
                assertThat(shell.exitCode()).as(shell.errors()).isZero();
            }
        }
    }

    /** Modes of what others may read, write or enter. */
    private static Map<Path, String> open(Path from) throws IOException {
        Map<Path, String> open = new TreeMap<>();
        try (Stream<Path> files = Files.walk(from, 1)) {
            for (Path file : files.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (!mode.endsWith("------")) {
                    open.put(file, mode);
                }
            }
        }
        return open;
    }

    @Test
    void whatIsWritten_isForTheOwnerAlone_alsoWhereItWasNotBefore() throws Exception {
        try (LynchetProcess process = run()) {
            writeAndBackUp(process);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            assertThat(data.resolve("lynchet.db-wal")).exists();
            assertThat(data.resolve("settings.json")).exists();
            for (String name : List.of(
                    "lynchet.db", "lynchet.db-wal", "lynchet.db-shm", "lynchet.db.lock", "lock", "settings.json")) {
                assertThat(open(data.resolve(name))).isEmpty();
            }
            assertThat(open(folder.resolve("logs/lynchet.0"))).isEmpty();
            assertThat(open(folder.resolve("backups"))).isEmpty();
            process.kill();
            process.exitCode();
        }
        for (String name : List.of("lynchet.db", "lynchet.db-wal", "lynchet.db-shm", "lynchet.db.lock")) {
            Files.setPosixFilePermissions(data.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        }
        try (LynchetProcess process = run()) {
            process.awaitReady();
            for (String name : List.of("lynchet.db", "lynchet.db-wal", "lynchet.db-shm", "lynchet.db.lock")) {
                assertThat(open(data.resolve(name))).isEmpty();
            }
        }
    }
}
