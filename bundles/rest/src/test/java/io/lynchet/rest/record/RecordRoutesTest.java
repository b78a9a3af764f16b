// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordRoutesTest {
    private static final String ID = "000000000000000018ea8ebb4bd6261500000000";

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
    void create_answers201WithTheIdAndTheSeq() {
        Answer answer = server.post(
                "u1", "/api/entities/Todo", "{\"id\":\"" + ID + "\",\"title\":\"first\",\"done\":false,\"rank\":1}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"id\":\"" + ID + "\"}");
        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.headers())
                .containsEntry("X-Pylon-Change-Seq", "1")
                .containsEntry("ETag", "\"1\"")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("Cache-Control", "no-store")
                .containsKeys("Referrer-Policy", "Permissions-Policy", "X-Request-Id");
    }

    @Test
    void get_answersTheBareRowWithNulls() {
        server.insert("u1", "Todo", "{\"id\":\"" + ID + "\",\"title\":\"first\",\"rank\":1,\"slug\":\"s1\"}");
        Answer answer = server.get("u1", "/api/entities/Todo/" + ID);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"" + ID + "\",\"title\":\"first\",\"done\":false,\"rank\":1,\"price\":null,"
                        + "\"slug\":\"s1\",\"dueAt\":null,\"extra\":null,\"ownerId\":null}");
    }

    @Test
    void get_ofAnAbsentRow_is404() {
        Answer answer = server.get("u1", "/api/entities/Todo/" + "f".repeat(40));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error())
                .containsEntry("code", "NOT_FOUND")
                .containsEntry("message", "Todo with id \"" + "f".repeat(40) + "\" not found");
    }

    @Test
    void get_ofARowThatMayNotBeRead_is404LikeAnAbsentOne() {
        String id = server.insert("u1", "Private", "{\"body\":\"mine\",\"ownerId\":\"u1\"}");
        assertThat(server.get("u1", "/api/entities/Private/" + id).status()).isEqualTo(200);
        Answer other = server.get("u2", "/api/entities/Private/" + id);
        assertThat(other.status()).isEqualTo(404);
        assertThat(server.get(null, "/api/entities/Private/" + id).body()).isEqualTo(other.body());
    }

    @Test
    void serverOnlyFields_areShownToAdminsOnly() {
        String id = server.insert("admin", "Private", "{\"body\":\"b\",\"ownerId\":\"u1\",\"secret\":\"s\"}");
        assertThat(server.get("u1", "/api/entities/Private/" + id).body()).doesNotContain("secret");
        assertThat(server.get("admin", "/api/entities/Private/" + id).body()).contains("\"secret\":\"s\"");
        Answer refused =
                server.post("u1", "/api/entities/Private", "{\"body\":\"b\",\"ownerId\":\"u1\",\"secret\":\"x\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(server.get("u1", "/api/entities/Private?secret=s").status()).isEqualTo(400);
        assertThat(server.get("u1", "/api/entities/Private?sort=secret").status())
                .isEqualTo(400);
    }

    @Test
    void update_answersUpdatedTrue_andChangesOnlyWhatIsNamed() {
        server.insert("u1", "Todo", "{\"id\":\"" + ID + "\",\"title\":\"first\",\"rank\":1}");
        Answer answer = server.send("u1", "PATCH", "/api/entities/Todo/" + ID, "{\"done\":true,\"rank\":5}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"updated\":true}");
        assertThat(answer.headers()).containsEntry("X-Pylon-Change-Seq", "2");
        assertThat(server.get("u1", "/api/entities/Todo/" + ID).object())
                .containsEntry("done", true)
                .containsEntry("rank", 5L)
                .containsEntry("title", "first");
    }

    @Test
    void update_ofNothing_isNoChange() {
        server.insert("u1", "Todo", "{\"id\":\"" + ID + "\",\"title\":\"first\"}");
        assertThat(server.send("u1", "PATCH", "/api/entities/Todo/" + ID, "{}").status())
                .isEqualTo(200);
        assertThat(server.app.head()).isEqualTo(1);
        assertThat(server.send("u1", "PATCH", "/api/entities/Todo/" + "a".repeat(40), "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void update_withAnOldSeqInIfMatch_isAConflict() {
        server.insert("u1", "Todo", "{\"id\":\"" + ID + "\",\"title\":\"first\"}");
        server.send("u1", "PATCH", "/api/entities/Todo/" + ID, "{\"rank\":1}");
        FakeInbound stale =
                new FakeInbound("PATCH", "/api/entities/Todo/" + ID, "{\"rank\":2}").with("If-Match", "\"1\"");
        assertThat(server.call(stale).code()).isEqualTo("CONFLICT");
        FakeInbound fresh =
                new FakeInbound("PATCH", "/api/entities/Todo/" + ID, "{\"rank\":2}").with("If-Match", "\"2\"");
        assertThat(server.call(fresh).status()).isEqualTo(200);
        for (String bad : List.of("2", "\"x\"", "\"\"", "\"-1\"", "W/2", "\"+2\"", "\"1\", \"2\"")) {
            FakeInbound malformed = new FakeInbound("DELETE", "/api/entities/Todo/" + ID, "").with("If-Match", bad);
            assertThat(server.call(malformed).code()).as(bad).isEqualTo("BAD_REQUEST");
        }
    }

    @Test
    void get_hasAnETag_thatIfMatchAndIfNoneMatchTake() {
        String path = "/api/entities/Todo/" + ID;
        server.insert("u1", "Log", "{\"msg\":\"before\"}");
        server.insert("u1", "Todo", "{\"id\":\"" + ID + "\",\"title\":\"first\"}");
        server.insert("u1", "Log", "{\"msg\":\"after\"}");
        String tag = server.get("u1", path).headers().get("ETag");
        assertThat(tag).isEqualTo("\"2\"");
        for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
            Answer unchanged = server.call(new FakeInbound("GET", path, "").with("If-None-Match", known));
            assertThat(unchanged.status()).as(known).isEqualTo(304);
            assertThat(unchanged.body()).isEmpty();
            assertThat(unchanged.headers()).containsEntry("ETag", tag);
        }
        for (String other : List.of("\"1\"", "\"3\"", "2", "nonsense")) {
            assertThat(server.call(new FakeInbound("GET", path, "").with("If-None-Match", other))
                            .status())
                    .as(other)
                    .isEqualTo(200);
        }
        assertThat(server.call(new FakeInbound("PATCH", path, "{\"rank\":1}").with("If-Match", "W/" + tag))
                        .status())
                .isEqualTo(200);
        assertThat(server.call(new FakeInbound("PATCH", path, "{\"rank\":2}").with("If-Match", tag))
                        .code())
                .isEqualTo("CONFLICT");
        assertThat(server.call(new FakeInbound("GET", path, "").with("If-None-Match", tag))
                        .status())
                .isEqualTo(200);
        String newest = server.get("u1", path).headers().get("ETag");
        assertThat(server.call(new FakeInbound("DELETE", path, "").with("If-Match", newest))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aPositionFromTheFuture_is412() {
        String path = "/api/entities/Todo/" + ID;
        server.insert("u1", "Todo", "{\"id\":\"" + ID + "\",\"title\":\"first\"}");
        for (String method : List.of("PATCH", "DELETE")) {
            Answer answer = server.call(new FakeInbound(method, path, method.equals("PATCH") ? "{\"rank\":2}" : "")
                    .with("If-Match", "\"2\""));
            assertThat(answer.status()).isEqualTo(412);
            assertThat(answer.code()).isEqualTo("PRECONDITION_FAILED");
        }
        assertThat(server.app.head()).isEqualTo(1);
    }

    @Test
    void delete_answersDeletedTrue_andASecondOneIs404() {
        server.insert("u1", "Todo", "{\"id\":\"" + ID + "\",\"title\":\"first\"}");
        Answer answer = server.send("u1", "DELETE", "/api/entities/Todo/" + ID, "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"deleted\":true}");
        assertThat(server.send("u1", "DELETE", "/api/entities/Todo/" + ID, "").code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void list_hasTheShapeOfThePage() {
        server.insert("u1", "Log", "{\"id\":\"" + ID + "\",\"msg\":\"m\",\"n\":1}");
        assertThat(server.get("u1", "/api/entities/Log").body())
                .isEqualTo("{\"count\":1,\"data\":[{\"id\":\"" + ID + "\",\"msg\":\"m\",\"n\":1}],\"has_more\":false,"
                        + "\"next_cursor\":null,\"limit\":null,\"offset\":0}");
        assertThat(server.get("u1", "/api/entities/Log?limit=1&offset=0&n=1&total=true")
                        .object())
                .containsEntry("limit", 1L)
                .containsEntry("total", 1L)
                .containsEntry("count", 1L);
        assertThat(server.get("u1", "/api/entities/Log?limit=0").object())
                .containsEntry("count", 0L)
                .containsEntry("has_more", true);
    }

    @Test
    void list_filtersByWhereAndByField_together() {
        server.insert("u1", "Log", "{\"msg\":\"a\",\"n\":1}");
        server.insert("u1", "Log", "{\"msg\":\"b\",\"n\":1}");
        server.insert("u1", "Log", "{\"msg\":\"b\"}");
        assertThat(count("/api/entities/Log?n=1")).isEqualTo(2);
        assertThat(count("/api/entities/Log?n=null")).isEqualTo(1);
        assertThat(count("/api/entities/Log?n=1&msg=b")).isEqualTo(1);
        assertThat(count("/api/entities/Log?msg=b&where=%7B%22n%22%3A%7B%22%24exists%22%3Atrue%7D%7D"))
                .isEqualTo(1);
        assertThat(count("/api/entities/Log?msg=a+b")).isEqualTo(0);
    }

    private long count(String target) {
        return (Long) server.get("u1", target).object().get("count");
    }

    @Test
    void list_countsAndPagesOnlyWhatMayBeRead() {
        for (int i = 0; i < 20; i++) {
            server.insert("admin", "Private", "{\"body\":\"" + i + "\",\"ownerId\":\"u" + (i % 2 + 1) + "\"}");
        }
        Map<String, Object> page =
                server.get("u1", "/api/entities/Private?limit=8&total=1").object();
        assertThat(page).containsEntry("count", 8L).containsEntry("total", 10L).containsEntry("has_more", true);
        assertThat(server.get(null, "/api/entities/Private?total=1").object()).containsEntry("total", 0L);
    }

    @Test
    void list_withAfter_visitsEveryRowOnce_inEveryOrder() {
        for (int i = 0; i < 30; i++) {
            String rank = i % 4 == 0 ? "null" : Integer.toString(i % 3);
            server.insert("u1", "Todo", "{\"title\":\"t" + i + "\",\"rank\":" + rank + ",\"price\":" + (i % 2) + "}");
        }
        for (String order : List.of(
                "",
                "&sort=rank",
                "&sort=rank&order=desc",
                "&sort=price,rank&order=desc,asc",
                "&sort=rank,title&order=asc",
                "&sort=id&order=desc")) {
            List<Object> all = new ArrayList<>();
            ids(server.get("u1", "/api/entities/Todo?limit=100" + order), all);
            List<Object> walked = new ArrayList<>();
            String after = "";
            do {
                Answer page = server.get("u1", "/api/entities/Todo?limit=7" + order + after);
                ids(page, walked);
                Object next = page.object().get("next_cursor");
                after = next == null ? null : "&after=" + next;
            } while (after != null);
            assertThat(walked).as(order).hasSize(30).isEqualTo(all);
        }
    }

    @SuppressWarnings("unchecked")
    private static void ids(Answer page, List<Object> into) {
        ((List<Map<String, Object>>) page.object().get("data")).forEach(row -> into.add(row.get("id")));
    }

    @Test
    void list_refusesACursorOfAnotherOrder() {
        server.insert("u1", "Todo", "{\"title\":\"a\",\"rank\":1}");
        server.insert("u1", "Todo", "{\"title\":\"b\",\"rank\":2}");
        Object cursor = server.get("u1", "/api/entities/Todo?limit=1&sort=rank")
                .object()
                .get("next_cursor");
        for (String target : List.of("&sort=price&after=" + cursor, "&sort=rank&after=nonsense", "&sort=rank&after=")) {
            assertThat(server.get("u1", "/api/entities/Todo?limit=1" + target).code())
                    .isEqualTo("INVALID_CURSOR");
        }
    }

    @Test
    void cursor_walksInOrderOfIds() {
        for (int i = 0; i < 25; i++) {
            server.insert("u1", "Log", "{\"msg\":\"" + i + "\"}");
        }
        Map<String, Object> first = server.get("u1", "/api/entities/Log/cursor").object();
        assertThat((List<?>) first.get("data")).hasSize(20);
        assertThat(first).containsEntry("has_more", true);
        Map<String, Object> second = server.get(
                        "u1", "/api/entities/Log/cursor?limit=20&after=" + first.get("next_cursor"))
                .object();
        assertThat((List<?>) second.get("data")).hasSize(5);
        assertThat(second).containsEntry("has_more", false);
        Map<String, Object> third = server.get("u1", "/api/entities/Log/cursor?after=" + second.get("next_cursor"))
                .object();
        assertThat(third).containsEntry("data", List.of()).containsEntry("next_cursor", null);
    }

    @Test
    void idempotencyKey_makesARepeatedInsertTheSameInsert_boundToTheCaller() {
        FakeInbound first = new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}")
                .with("Authorization", "Bearer u1")
                .with("Idempotency-Key", "k1");
        Answer answer = server.call(first);
        Answer again = server.call(first);
        assertThat(again.body()).isEqualTo(answer.body());
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.headers()).containsEntry("Idempotency-Replayed", "true");
        assertThat(again.headers().get("X-Pylon-Change-Seq"))
                .isEqualTo(answer.headers().get("X-Pylon-Change-Seq"));
        Answer other = server.call(new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}")
                .with("Authorization", "Bearer u2")
                .with("Idempotency-Key", "k1"));
        assertThat(other.body()).isNotEqualTo(answer.body());
        assertThat(server.app.head()).isEqualTo(2);
    }

    private Answer keyed(String who, String method, String path, String body) {
        return server.call(new FakeInbound(method, path, body)
                .with("Authorization", "Bearer " + who)
                .with("Idempotency-Key", "k1"));
    }

    @Test
    void idempotencyKey_withAnotherRequest_isRefused_andNothingIsWritten() {
        Answer first = keyed("u1", "POST", "/api/entities/Log", "{\"msg\":\"a\"}");
        String id = (String) first.object().get("id");
        long head = server.app.head();
        String insert = "{\"op\":\"insert\",\"entity\":\"Log\",\"data\":{\"msg\":\"a\"}}";
        for (Answer other : List.of(
                keyed("u1", "POST", "/api/entities/Log", "{\"msg\":\"b\"}"),
                keyed("u1", "PATCH", "/api/entities/Log/" + id, "{\"msg\":\"a\"}"),
                keyed("u1", "DELETE", "/api/entities/Log/" + id, ""),
                keyed("u1", "POST", "/api/transact", "[" + insert + "]"))) {
            assertThat(other.status()).isEqualTo(422);
            assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        }
        assertThat(server.app.head()).isEqualTo(head);
        Answer again = keyed("u1", "POST", "/api/entities/Log", "{\"msg\":\"a\"}");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers()).containsEntry("Idempotency-Replayed", "true");
    }

    @Test
    void idempotencyKey_withTheSameBodyForAnotherEntity_isRefused() {
        assertThat(keyed("admin", "POST", "/api/entities/Tree", "{}").status()).isEqualTo(201);
        long head = server.app.head();
        Answer other = keyed("admin", "POST", "/api/entities/AdminOnly", "{}");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(server.app.head()).isEqualTo(head);
    }

    @Test
    void idempotencyKey_ofABatch_belongsToTheWholeRequest() {
        String insert = "{\"op\":\"insert\",\"entity\":\"Log\",\"data\":{\"msg\":\"%s\"}}";
        String one = "{\"operations\":[" + insert.formatted("a") + "," + insert.formatted("b") + "]}";
        Answer first = keyed("admin", "POST", "/api/batch", one);
        assertThat(keyed("admin", "POST", "/api/batch", one).object().get("results"))
                .isEqualTo(first.object().get("results"));
        for (String two :
                List.of(one.replace("\"b\"", "\"c\""), one.replace("]}", "," + insert.formatted("c") + "]}"))) {
            Answer other = keyed("admin", "POST", "/api/batch", two);
            assertThat(other.status()).isEqualTo(422);
            assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        }
        assertThat(server.app.head()).isEqualTo(2);
    }

    @Test
    void reload_betweenTwoRequests_isSeenByTheNext() throws Exception {
        server.insert("u1", "Log", "{\"msg\":\"a\"}");
        String wider = RestServer.manifest()
                .replace(
                        "{\"name\":\"n\",",
                        "{\"name\":\"more\",\"type\":\"string\",\"optional\":true,\"unique\":false},{\"name\":\"n\",");
        assertThat(server.app.load(wider).applied()).isTrue();
        server.insert("u1", "Log", "{\"msg\":\"b\",\"more\":\"x\"}");
        assertThat(server.get("u1", "/api/entities/Log?more=x").object()).containsEntry("count", 1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=UTF8",
                "application/json;charset=\"utf-8\"",
                "APPLICATION/JSON; Charset=Utf-8"
            })
    void jsonInUtf8_isTaken_howeverItsNameIsWritten(String type) {
        Answer answer =
                server.call(new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}").with("Content-Type", type));
        assertThat(answer.status()).isEqualTo(201);
    }
}
