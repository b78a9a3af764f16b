// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryRoutesTest {
    @TempDir
    Path folder;

    private RestServer server;
    private String al;
    private String todo;

    @BeforeEach
    void start() {
        server = new RestServer(folder);
        al = server.insert("admin", "User", "{\"email\":\"a@x.com\",\"displayName\":\"Al\"}");
        todo = server.insert("u1", "Todo", "{\"title\":\"first\",\"done\":true,\"rank\":5,\"slug\":\"s1\"}");
        server.insert("u1", "Todo", "{\"title\":\"second\",\"rank\":7,\"slug\":\"s2\",\"ownerId\":\"" + al + "\"}");
        server.insert("u1", "Todo", "{\"title\":\"third\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void query_answersABareArray_andSaysInHeadersWhetherThereIsMore() {
        Answer answer = server.post(
                "u1",
                "/api/query/Todo",
                "{\"rank\":{\"$gte\":1,\"$lt\":10},\"title\":{\"$like\":\"IR\"},\"$order\":{\"rank\":\"desc\"},\"$limit\":2}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat((List<?>) answer.json()).hasSize(1);
        assertThat(answer.headers()).containsEntry("X-Has-More", "false").doesNotContainKey("X-Next-Cursor");
        Answer cut = server.post("u1", "/api/query/Todo", "{\"$limit\":2,\"$order\":{\"rank\":\"desc\"}}");
        assertThat(cut.headers()).containsEntry("X-Has-More", "true").containsKey("X-Next-Cursor");
        Answer rest = server.post(
                "u1",
                "/api/query/Todo?after=" + cut.headers().get("X-Next-Cursor"),
                "{\"$limit\":2,\"$order\":{\"rank\":\"desc\"}}");
        assertThat(rest.body()).contains("third").doesNotContain("first").doesNotContain("second");
    }

    @Test
    void query_forNothing_saysThatThereIsNoMore() {
        Answer answer = server.post("u1", "/api/query/Todo", "{\"$limit\":0}");
        assertThat(answer.body()).isEqualTo("[]");
        assertThat(answer.headers()).containsEntry("X-Has-More", "false");
    }

    @Test
    void query_withBadCursor_isRefused_whateverItsLimit() {
        String tooLong = "/api/query/Todo?after=" + "0".repeat(8_001);
        assertThat(server.post("u1", tooLong, "{\"$limit\":0}").code()).isEqualTo("INVALID_CURSOR");
        assertThat(server.post("u1", tooLong, "{\"$limit\":1}").code()).isEqualTo("INVALID_CURSOR");
    }

    @Test
    void query_matchesNullAndOr_weaknesses13() {
        assertThat((List<?>)
                        server.post("u1", "/api/query/Todo", "{\"slug\":null}").json())
                .hasSize(1);
        assertThat((List<?>) server.post("u1", "/api/query/Todo", "{\"$or\":[{\"rank\":5},{\"rank\":7}]}")
                        .json())
                .hasSize(2);
        assertThat(server.post("u1", "/api/query/Todo", "{\"title\":{\"$in\":[]}}")
                        .body())
                .isEqualTo("[]");
        assertThat(server.post("u1", "/api/query/Todo", "{\"$limit\":0}").body())
                .isEqualTo("[]");
    }

    @Test
    void query_filtersByPolicy_weaknesses4() {
        server.insert("u1", "Private", "{\"body\":\"mine\",\"ownerId\":\"u1\"}");
        assertThat(server.post("u1", "/api/query/Private", "{}").body()).contains("mine");
        assertThat(server.post("u2", "/api/query/Private", "{}").body()).isEqualTo("[]");
        assertThat(server.post("u2", "/api/aggregate/Private", "{\"count\":\"*\"}")
                        .body())
                .isEqualTo("{\"rows\":[{\"count\":0}]}");
        assertThat(server.post("u2", "/api/query", "{\"Private\":{}}").body()).isEqualTo("{\"Private\":[]}");
    }

    @Test
    void lookup_answersTheRow_or404() {
        assertThat(server.get("u1", "/api/lookup/Todo/slug/s1").object()).containsEntry("id", todo);
        assertThat(server.get("u1", "/api/lookup/Todo/rank/7").object()).containsEntry("title", "second");
        Answer none = server.get("u1", "/api/lookup/Todo/slug/none");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.error()).containsEntry("message", "Todo.slug = none not found");
        assertThat(server.get("u1", "/api/lookup/Todo/bogus/none").code()).isEqualTo("INVALID_COLUMN");
    }

    @Test
    void linkAndUnlink_changeTheReference_andTheLog() {
        String link =
                "{\"entity\":\"Todo\",\"id\":\"" + todo + "\",\"relation\":\"owner\",\"target_id\":\"" + al + "\"}";
        Answer linked = server.post("u1", "/api/link", link);
        assertThat(linked.body()).isEqualTo("{\"linked\":true}");
        assertThat(linked.headers()).containsEntry("X-Pylon-Change-Seq", "5");
        assertThat(server.get("u1", "/api/entities/Todo/" + todo).object()).containsEntry("ownerId", al);
        Answer unlinked = server.post(
                "u1", "/api/unlink", "{\"entity\":\"Todo\",\"id\":\"" + todo + "\",\"relation\":\"owner\"}");
        assertThat(unlinked.body()).isEqualTo("{\"unlinked\":true}");
        assertThat(server.get("u1", "/api/entities/Todo/" + todo).object()).containsEntry("ownerId", null);
        assertThat(server.app.head()).isEqualTo(6);
    }

    @Test
    void link_ofARelationToMany_setsTheTargetsField() {
        String link =
                "{\"entity\":\"User\",\"id\":\"" + al + "\",\"relation\":\"todos\",\"target_id\":\"" + todo + "\"}";
        assertThat(server.post("u1", "/api/link", link).status()).isEqualTo(200);
        assertThat(server.get("u1", "/api/entities/Todo/" + todo).object()).containsEntry("ownerId", al);
        assertThat(server.post(
                                "u1",
                                "/api/unlink",
                                link.replace("\"target_id\":\"" + todo + "\"", "\"target_id\":\"" + todo + "\""))
                        .status())
                .isEqualTo(200);
        assertThat(server.post(
                                "u1",
                                "/api/unlink",
                                "{\"entity\":\"User\",\"id\":\"" + al + "\",\"relation\":\"todos\"}")
                        .code())
                .isEqualTo("INVALID_DATA");
    }

    @Test
    void link_withAnUnknownRelationOrTarget_isRefused() {
        String link = "{\"entity\":\"Todo\",\"id\":\"" + todo + "\",\"relation\":\"nope\",\"target_id\":\"x\"}";
        assertThat(server.post("u1", "/api/link", link).code()).isEqualTo("RELATION_NOT_FOUND");
        assertThat(server.post("u1", "/api/link", link.replace("nope", "owner")).code())
                .isEqualTo("INVALID_REFERENCE");
        assertThat(server.post(
                                "u1",
                                "/api/link",
                                link.replace(todo, "f".repeat(40)).replace("nope", "owner"))
                        .code())
                .isEqualTo("NOT_FOUND");
        assertThat(server.app.head()).isEqualTo(4);
    }

    @Test
    @SuppressWarnings("unchecked")
    void graph_nestsRelatedRowsBothWays() {
        Map<String, Object> graph = server.post(
                        "u1",
                        "/api/query",
                        "{\"Todo\":{\"where\":{\"slug\":\"s2\"},\"include\":{\"owner\":{\"include\":{\"todos\":true}}},\"limit\":1},"
                                + "\"User\":{\"include\":{\"todos\":{}}}}")
                .object();
        Map<String, Object> row = ((List<Map<String, Object>>) graph.get("Todo")).get(0);
        Map<String, Object> owner = (Map<String, Object>) row.get("owner");
        assertThat(owner).containsEntry("displayName", "Al");
        assertThat((List<Object>) owner.get("todos")).hasSize(1);
        assertThat((List<Object>) graph.get("User")).hasSize(1);
        Answer none =
                server.post("u1", "/api/query", "{\"Todo\":{\"where\":{\"slug\":\"s1\"},\"include\":{\"owner\":{}}}}");
        assertThat(none.body()).doesNotContain("\"owner\"");
        assertThat(none.headers()).containsEntry("X-Has-More", "false");
        assertThat(server.post("u1", "/api/query", "{\"Todo\":{\"limit\":2}}").headers())
                .containsEntry("X-Has-More", "Todo");
    }

    @Test
    void aggregate_namesItsFigures() {
        Answer answer = server.post(
                "u1",
                "/api/aggregate/Todo",
                "{\"count\":\"*\",\"sum\":[\"rank\"],\"avg\":[\"rank\"],\"countDistinct\":[\"done\"],\"groupBy\":[\"done\"]}");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"rows\":[{\"done\":false,\"count\":2,\"sum_rank\":7,\"avg_rank\":7.0,\"count_distinct_done\":1},"
                                + "{\"done\":true,\"count\":1,\"sum_rank\":5,\"avg_rank\":5.0,\"count_distinct_done\":1}]}");
        assertThat(server.post("u1", "/api/aggregate/Todo", "{\"count\":\"*\",\"where\":{\"rank\":{\"$gt\":5}}}")
                        .body())
                .isEqualTo("{\"rows\":[{\"count\":1}]}");
    }
}
