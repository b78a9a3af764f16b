// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who edits a manifest while {@code run --dev} serves it. */
@Timeout(180)
class DevIT {
    @TempDir
    Path folder;

    private static String manifest(String version, String fields) {
        return "{\"manifest_version\":1,\"name\":\"notes\",\"version\":\"" + version + "\",\"routes\":[],"
                + "\"entities\":[{\"name\":\"Note\",\"fields\":[{\"name\":\"body\",\"type\":\"string\"}" + fields
                + "]},"
                + "{\"name\":\"Checked\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}],"
                + "\"policies\":[{\"name\":\"p\",\"entity\":\"Note\",\"allow\":\"true\"},"
                + "{\"name\":\"q\",\"entity\":\"Checked\",\"allow\":\"comesLater(data.a)\"}]}";
    }

    @Test
    void editedManifest_isToldWhenItServesAndWhenItDoesNot_andAWarningOnce() throws Exception {
        Path app = Files.createDirectories(folder.resolve("app"));
        Path file = Files.writeString(app.resolve("manifest.json"), manifest("1", ""));
        Map<String, String> environment = Map.of("LYNCHET_ADMIN_TOKEN", LynchetProcess.TOKEN);
        try (LynchetProcess lynchet =
                LynchetProcess.start(folder, environment, "run", app.toString(), "--port", "0", "--dev")) {
            URI url = LynchetProcess.url(lynchet.awaitReady());
            Files.writeString(file, manifest("2", ",{\"name\":\"rank\",\"type\":\"int\",\"optional\":true}"));
            lynchet.awaitErrors("Manifest applied: notes 2, add_field:Note.rank.");

            Files.writeString(file, "{\"manifest_version\":1,\n\"name\" 1}");
            lynchet.awaitErrors("manifest.json:2:8: error MANIFEST_PARSE_ERROR");
            lynchet.awaitErrors("Manifest refused; the previous one, notes 2, still serves.");

            Files.writeString(file, manifest("3", ""));
            lynchet.awaitErrors("drop_field:Note.rank");
            assertThat(readiness(url)).contains("notes 2 still serves", "drop_field:Note.rank");

            Files.writeString(file, manifest("4", ",{\"name\":\"rank\",\"type\":\"int\",\"optional\":true}"));
            lynchet.awaitErrors("Manifest applied: notes 4, without a change of the schema.");
            assertThat(lynchet.errors().split("POLICY_FUNCTION_UNKNOWN", -1)).hasSize(2);
        }
    }

    private static String readiness(URI url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/readyz"))
                .header("Authorization", "Bearer " + LynchetProcess.TOKEN)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
