// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sees what of the manifest. */
class GetManifestTest {
    @TempDir
    Path folder;

    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void manifest_showsServerOnlyFieldsToAdminsOnly() {
        for (String who : new String[] {null, "u1"}) {
            assertThat(server.get(who, "/api/manifest").body())
                    .contains("\"Private\"", "\"ownerId\"", "\"todos\"", "by_title_rank")
                    .doesNotContain("secret", "s3cr3t");
        }
        assertThat(server.get("admin", "/api/manifest").body()).contains("by_secret", "s3cr3t");
    }

    @Test
    void manifest_showsRequiredHooksToAdminsOnly() {
        for (String who : new String[] {null, "u1"}) {
            assertThat(server.get(who, "/api/manifest").body())
                    .contains("\"NoPolicy\"")
                    .doesNotContain("requiredHooks", "internal-audit");
        }
        assertThat(server.get("admin", "/api/manifest").body()).contains("\"requiredHooks\":[\"internal-audit\"]");
    }

    @Test
    void manifest_hidesExpressions_exceptFromAdminsWhoAsk() {
        Answer publicly = server.get("u1", "/api/manifest");
        assertThat(publicly.body()).contains("\"owners\"").doesNotContain("auth.");
        assertThat((List<?>) publicly.object().get("policies"))
                .extracting("allow")
                .containsOnly("");
        assertThat((List<?>) publicly.object().get("rooms"))
                .extracting("name", "allowJoin", "allowBroadcast")
                .containsExactly(tuple("team/*", "", ""));
        assertThat(server.get("admin", "/api/manifest").body()).doesNotContain("auth.");
        assertThat(server.get("admin", "/api/manifest?full=1").body()).contains("auth.userId == data.ownerId");
    }
}
