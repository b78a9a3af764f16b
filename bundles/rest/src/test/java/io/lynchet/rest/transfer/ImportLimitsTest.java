// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Gate;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports in which more rows wait for others than may. */
class ImportLimitsTest {
    private static final int WAITING_MAX = 1_000;
    private static final String MANIFEST =
            "{\"manifest_version\":1,\"name\":\"t\",\"version\":\"1\",\"routes\":[],\"entities\":["
                    + "{\"name\":\"Tree\",\"fields\":[{\"name\":\"parent\",\"type\":\"id(Tree)\",\"optional\":true}]}],\"policies\":[]}";

    @TempDir
    Path folder;

    private final Gate<DataService> gate = new Gate<>("data");
    private ServedApp app;

    @BeforeEach
    void serve() throws IOException {
        app = new ServedApp(folder, MANIFEST);
        gate.bind(app.service());
    }

    @AfterEach
    void close() {
        app.close();
    }

    private String send(String lines) {
        Response response = new ImportData(gate, WAITING_MAX)
                .handle(FakeRequest.post("/api/import", "")
                        .admin()
                        .with("Content-Type", JsonLines.CONTENT_TYPE)
                        .body(lines.getBytes(StandardCharsets.UTF_8)));
        assertThat(response.status()).isEqualTo(200);
        return new String(response.bytes(), StandardCharsets.UTF_8);
    }

    private static void node(StringBuilder to, String id, String parent) {
        to.append("{\"entity\":\"Tree\",\"data\":{\"id\":\"")
                .append(id)
                .append("\",\"parent\":\"")
                .append(parent)
                .append("\"}}\n");
    }

    @Test
    void rowsWhoseTargetsHaveComeMeanwhile_makeRoomForOthers() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            node(lines, "a" + i, "b" + i);
            node(lines, "b" + i, "b" + i);
        }
        assertThat(send(lines.toString())).contains("\"imported\":10000,\"failed\":0");
    }

    @Test
    void whatIsMoreThanMayWait_isRefusedWithItsLine_andTheRestComesIn() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            node(lines, "n" + i, "last");
        }
        node(lines, "last", "last");
        String answer = send(lines.toString());
        assertThat(answer)
                .contains("INVALID_REFERENCE", "at most " + WAITING_MAX)
                .contains("\"errors_truncated\":true")
                .doesNotContain("\"at\":\"line 1\",");
        assertThat(answer).contains("\"imported\":1001,\"failed\":2000,");
    }
}
