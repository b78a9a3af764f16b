// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch, transact, export, import. */
class TransferRoutesTest {
    @TempDir
    Path folder;

    @TempDir
    Path otherFolder;

    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static FakeInbound lines(String text) {
        return new FakeInbound("POST", "/api/import", text)
                .with("Content-Type", "application/x-ndjson")
                .with("Authorization", "Bearer admin")
                .withoutLength();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/batch", "POST /api/import", "GET /api/export", "GET /api/export/Log"})
    void adminRoutes_areForbiddenForOthers(String route) {
        String[] parts = route.split(" ");
        for (String who : new String[] {null, "u1"}) {
            Answer answer = server.send(who, parts[0], parts[1], "{\"operations\":[]}");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void batch_reportsEachOperationForItself_inOrder() {
        Answer answer = server.post(
                "admin",
                "/api/batch",
                "{\"operations\":[{\"op\":\"insert\",\"entity\":\"Log\",\"data\":{\"msg\":\"b1\"}},"
                        + "{\"op\":\"insert\",\"entity\":\"Log\",\"data\":{}},"
                        + "{\"op\":\"update\",\"entity\":\"Log\",\"id\":\"nope\",\"data\":{\"msg\":\"q\"}},"
                        + "{\"op\":\"zzz\"},"
                        + "{\"op\":\"insert\",\"entity\":\"Log\",\"data\":{\"msg\":\"b2\"}}]}");
        assertThat(answer.status()).isEqualTo(200);
        Map<String, Object> body = answer.object();
        assertThat(body).containsEntry("succeeded", 2L).containsEntry("failed", 3L);
        List<?> results = (List<?>) body.get("results");
        assertThat(results).extracting("ok").containsExactly(true, false, false, false, true);
        assertThat(results.get(0)).extracting("op").isEqualTo("insert");
        assertThat(results.get(1)).extracting("code").isEqualTo("REQUIRED_FIELD");
        assertThat(results.get(2)).extracting("id", "code").containsExactly("nope", "NOT_FOUND");
        assertThat(results.get(3)).extracting("op", "code").containsExactly("zzz", "INVALID_DATA");
        assertThat(answer.headers()).containsEntry("X-Pylon-Change-Seq", "2");
    }

    @Test
    void transact_commitsAll_forOrdinaryUsers() {
        Answer answer = server.post(
                "u1",
                "/api/transact",
                "[{\"op\":\"insert\",\"entity\":\"Log\",\"data\":{\"msg\":\"t1\"}},"
                        + "{\"op\":\"insert\",\"entity\":\"Private\",\"data\":{\"body\":\"x\",\"ownerId\":\"u1\"}}]");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.object()).containsEntry("committed", true);
        assertThat((List<?>) answer.object().get("results")).extracting("op").containsExactly("insert", "insert");
        assertThat(answer.headers()).containsEntry("X-Pylon-Change-Seq", "2");
        assertThat(server.post("u1", "/api/transact", "[]").body()).isEqualTo("{\"committed\":true,\"results\":[]}");
    }

    @Test
    void transact_withOneRefusedOperation_changesNothing_weaknesses10() {
        String insert = "{\"op\":\"insert\",\"entity\":\"Log\",\"data\":{\"msg\":\"t1\"}},";
        List<String> bad = List.of(
                "{\"op\":\"update\",\"entity\":\"Log\",\"id\":\"nope\",\"data\":{\"msg\":\"x\"}}",
                "{\"op\":\"delete\",\"entity\":\"Log\",\"id\":\"nope\"}",
                "{\"op\":\"insert\",\"entity\":\"Private\",\"data\":{\"body\":\"x\",\"ownerId\":\"u2\"}}");
        for (String operation : bad) {
            Answer answer = server.post("u1", "/api/transact", "[" + insert + operation + "]");
            assertThat(answer.status()).as(operation).isIn(403, 404);
            assertThat(answer.object()).containsEntry("committed", false).containsEntry("index", 1L);
            assertThat(answer.code()).isIn("POLICY_DENIED", "NOT_FOUND");
        }
        assertThat(server.app.head()).isZero();
    }

    @Test
    void transact_listsAllProblemsOfAllOperations() {
        Answer answer = server.post(
                "u1",
                "/api/transact",
                "[{\"op\":\"zzz\",\"entity\":\"Log\"},{\"op\":\"insert\",\"entity\":\"Nope\",\"data\":{}},"
                        + "{\"op\":\"insert\",\"entity\":\"Log\",\"data\":{\"msg\":1,\"bogus\":2}},"
                        + "{\"op\":\"update\",\"entity\":\"Log\",\"data\":{}},3]");
        assertThat(answer.status()).isEqualTo(400);
        assertThat((List<?>) answer.error().get("details"))
                .extracting("path", "code")
                .contains(
                        org.assertj.core.groups.Tuple.tuple("$[0].op", "INVALID_DATA"),
                        org.assertj.core.groups.Tuple.tuple("$[1]", "ENTITY_NOT_FOUND"),
                        org.assertj.core.groups.Tuple.tuple("$[2].data.msg", "INVALID_VALUE"),
                        org.assertj.core.groups.Tuple.tuple("$[2].data.bogus", "INVALID_COLUMN"),
                        org.assertj.core.groups.Tuple.tuple("$[3]", "INVALID_DATA"),
                        org.assertj.core.groups.Tuple.tuple("$[4]", "INVALID_DATA"));
        assertThat(server.app.head()).isZero();
    }

    @Test
    void export_holdsEveryRowAndServerOnlyFields_inBothForms() {
        String user = server.insert("admin", "User", "{\"email\":\"a@x\"}");
        server.insert("u1", "Todo", "{\"title\":\"a\",\"ownerId\":\"" + user + "\"}");
        server.insert("admin", "Private", "{\"body\":\"b\",\"secret\":\"s\"}");
        Answer document = server.get("admin", "/api/export");
        assertThat(document.object()).containsOnlyKeys("exported_at", "entities", "counts");
        assertThat(document.body()).contains("\"secret\":\"s\"");
        assertThat(document.object().get("counts"))
                .extracting("User", "Todo", "Log")
                .containsExactly(1L, 1L, 0L);
        Answer stream = server.get("admin", "/api/export?format=ndjson");
        assertThat(stream.type()).isEqualTo("application/x-ndjson");
        assertThat(stream.body().split("\n")).hasSize(3).allMatch(line -> line.startsWith("{\"entity\":\""));
        Answer one = server.get("admin", "/api/export/Todo");
        assertThat(one.object().get("counts")).isEqualTo(Map.of("Todo", 1L));
        assertThat(server.get("admin", "/api/export/Nope").code()).isEqualTo("ENTITY_NOT_FOUND");
        assertThat(server.get("admin", "/api/export?format=xml").code()).isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void export_ofManyPages_andImportOfIt_giveTheSameRows_inBothForms() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            rows.append("{\"entity\":\"Log\",\"data\":{\"msg\":\"m")
                    .append(i)
                    .append("\",\"n\":")
                    .append(i)
                    .append("}}\n");
        }
        Answer imported = server.call(lines(rows.toString()));
        assertThat(imported.object()).containsEntry("imported", 2_500L).containsEntry("failed", 0L);
        assertThat(server.app.head()).isEqualTo(2_500);
        String user = server.insert("admin", "User", "{\"email\":\"a@x\"}");
        server.insert("u1", "Todo", "{\"title\":\"a\",\"ownerId\":\"" + user + "\",\"extra\":{\"a\":[1,2.50]}}");
        Answer stream = server.get("admin", "/api/export?format=ndjson");
        Answer document = server.get("admin", "/api/export");
        try (RestServer other = new RestServer(otherFolder)) {
            assertThat(other.call(lines(stream.body())).object()).containsEntry("imported", 2_502L);
            assertThat(other.get("admin", "/api/export?format=ndjson").body()).isEqualTo(stream.body());
        }
        try (RestServer other = new RestServer(otherFolder)) {
            assertThat(other.post("admin", "/api/import", document.body()).object())
                    .containsEntry("imported", 2_502L)
                    .containsEntry("failed", 0L);
            assertThat(other.get("admin", "/api/export?format=ndjson").body()).isEqualTo(stream.body());
        }
    }

    @Test
    void import_reportsEachBadRow_andTakesTheOthers() {
        server.insert("admin", "User", "{\"id\":\"" + "a".repeat(40) + "\",\"email\":\"taken@x\"}");
        Answer answer = server.call(lines("{\"entity\":\"User\",\"data\":{\"email\":\"one@x\"}}\n"
                + "{\"entity\":\"User\",\"data\":{\"email\":\"taken@x\"}}\r\n"
                + "\n"
                + "not json\n"
                + "{\"entity\":\"Nope\",\"data\":{}}\n"
                + "{\"entity\":\"User\",\"data\":{\"id\":\"any id\",\"email\":5}}\n"
                + "{\"entity\":\"User\",\"rows\":{}}\n"
                + "{\"entity\":\"Todo\",\"data\":{\"title\":\"t\",\"ownerId\":\"nobody\"}}\n"
                + "{\"entity\":\"User\",\"data\":{\"id\":\"any id\",\"email\":\"two@x\"}}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.object()).containsEntry("imported", 2L).containsEntry("failed", 6L);
        assertThat((List<?>) answer.object().get("errors"))
                .extracting("at", "error.code")
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("line 2", "UNIQUE_VIOLATION"),
                        org.assertj.core.groups.Tuple.tuple("line 4", "INVALID_JSON"),
                        org.assertj.core.groups.Tuple.tuple("line 5", "ENTITY_NOT_FOUND"),
                        org.assertj.core.groups.Tuple.tuple("line 6", "INVALID_VALUE"),
                        org.assertj.core.groups.Tuple.tuple("line 7", "INVALID_DATA"),
                        org.assertj.core.groups.Tuple.tuple("line 8", "INVALID_REFERENCE"));
        assertThat(server.get("u1", "/api/entities/User/any%20id").status()).isEqualTo(200);
    }

    @Test
    void import_takesRowsWhoseReferencesComeLater() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_200; i++) {
            String parent = i == 1_199 ? "null" : "\"n" + (i + 1) + "\"";
            text.append("{\"entity\":\"Tree\",\"data\":{\"id\":\"n" + i + "\",\"parent\":" + parent + "}}\n");
        }
        assertThat(server.call(lines(text.toString())).object())
                .containsEntry("imported", 1_200L)
                .containsEntry("failed", 0L);
    }

    @Test
    void import_skipsALineThatIsTooLong() {
        String big = "x".repeat(1_100_000);
        Answer answer = server.call(lines("{\"entity\":\"Log\",\"data\":{\"msg\":\"" + big
                + "\"}}\n{\"entity\":\"Log\",\"data\":{\"msg\":\"ok\"}}\n"));
        assertThat(answer.object()).containsEntry("imported", 1L).containsEntry("failed", 1L);
        assertThat(answer.body()).contains("PAYLOAD_TOO_LARGE");
    }
}
