// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real process on a file system that gets full: writes are refused with a code, reads go on, and it recovers. */
@Timeout(180)
class DiskFullIT {
    private static final int DISK_MIB = 16;
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"full","version":"1","routes":[],
             "entities":[{"name":"Blob","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"all","entity":"Blob","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void fullDisk_refusesWritesWith507_readsGoOn_andItRecovers() throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (LynchetProcess process = LynchetProcess.runOnDisk(folder, app, disk, DISK_MIB)) {
            URI base = LynchetProcess.url(process.awaitReady());
            String first = insert(base, 100).body().substring(7, 47);
            int acknowledged = 1;
            HttpResponse<String> answer = insert(base, 200_000);
            while (answer.statusCode() == 201) {
                acknowledged++;
                assertThat(acknowledged)
                        .as("writes on a disk of " + DISK_MIB + " MiB")
                        .isLessThan(200);
                answer = insert(base, 200_000);
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(507);
            assertThat(answer.body()).contains("STORE_FULL");
            assertThat(get(base, "/api/entities/Blob/" + first).statusCode()).isEqualTo(200);
            assertThat(get(base, "/api/entities/Blob?total=true&limit=1").body())
                    .contains("\"total\":" + acknowledged);

            process.freeSpace(disk);
            HttpResponse<String> after = insert(base, 1_000);
            assertThat(after.statusCode()).as(after.body()).isEqualTo(201);
            assertThat(get(base, "/api/entities/Blob?total=true&limit=1").body())
                    .contains("\"total\":" + (acknowledged + 1));
        }
    }

    @Test
    void fullDisk_atTheStart_isRefusedWithASentence() throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (LynchetProcess process = LynchetProcess.runOnDisk(folder, app, disk, 1)) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.errors())
                    .contains("lynchet: the disk with " + disk.resolve("data/framework") + " is full.")
                    .contains("Make room there", "--data")
                    .hasLineCount(2);
            assertThat(process.restOfOutput()).isEmpty();
        }
    }

    private HttpResponse<String> insert(URI base, int characters) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/entities/Blob"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"text\":\"" + "x".repeat(characters) + "\"}"))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> get(URI base, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
    }
}
