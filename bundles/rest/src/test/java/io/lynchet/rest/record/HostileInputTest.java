// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, the answer is a 4xx with a code and nothing is written. */
class HostileInputTest {
    private static final String ID = "000000000000000018ea8ebb4bd6261500000000";

    @TempDir
    Path folder;

    private RestServer server;
    private long head;

    @BeforeEach
    void start() {
        server = new RestServer(folder, "bodyBytesMax", 100_000);
        server.insert("u1", "Todo", "{\"id\":\"" + ID + "\",\"title\":\"first\",\"rank\":1,\"slug\":\"s1\"}");
        head = server.app.head();
    }

    @AfterEach
    void stop() {
        assertThat(server.app.head()).as("nothing was written").isEqualTo(head);
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {bad                                       | INVALID_JSON     |
            ``                                         | INVALID_JSON     |
            [1]                                        | INVALID_DATA     | $
            "x"                                        | INVALID_DATA     | $
            {"title":"a"} x                            | INVALID_JSON     |
            {"title":"a","title":"b"}                  | INVALID_JSON     |
            {"title":"a","bogus":1}                    | INVALID_COLUMN   | $.bogus
            {"title":5}                                | INVALID_VALUE    | $.title
            {"title":"a","rank":1.5}                   | INVALID_VALUE    | $.rank
            {"title":"a","rank":"1"}                   | INVALID_VALUE    | $.rank
            {"title":"a","rank":9223372036854775808}   | INVALID_VALUE    | $.rank
            {"title":"a","rank":1e400}                 | INVALID_VALUE    | $.rank
            {"title":"a","price":1e400}                | INVALID_VALUE    | $.price
            {"title":"a","done":1}                     | INVALID_VALUE    | $.done
            {"title":"a","dueAt":"tomorrow"}           | INVALID_VALUE    | $.dueAt
            {"title":"a","dueAt":12}                   | INVALID_VALUE    | $.dueAt
            {"title":"a","ownerId":"nobody"}           | INVALID_REFERENCE| $.ownerId
            {"title":"a","id":"my-id"}                 | INVALID_ID       | $.id
            {"done":true}                              | REQUIRED_FIELD   | $.title
            {"title":null}                             | REQUIRED_FIELD   | $.title
            {"title":"a","_seq":1}                     | INVALID_COLUMN   | $._seq
            {"title":"\\ud800"}                        | INVALID_JSON     |
            """)
    void insert_ofBadData_is400WithThePath(String body, String code, String path) {
        Answer answer = server.post("u1", "/api/entities/Todo", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).as(answer.body()).isEqualTo(code);
        if (path != null) {
            assertThat((List<?>) answer.error().get("details"))
                    .extracting("path")
                    .containsExactly(path);
        }
    }

    @Test
    void allProblems_areListedAtOnce() {
        Answer answer =
                server.post("u1", "/api/entities/Todo", "{\"title\":1,\"rank\":\"x\",\"bogus\":0,\"done\":\"no\"}");
        assertThat(answer.code()).isEqualTo("INVALID_DATA");
        assertThat((List<?>) answer.error().get("details"))
                .extracting("path")
                .containsExactly("$.title", "$.rank", "$.bogus", "$.done");
    }

    @ParameterizedTest
    @CsvSource({
        "{\"title\":\"x\";\"slug\":\"s1\"}, UNIQUE_VIOLATION",
        "{\"title\":\"first\";\"rank\":1}, UNIQUE_VIOLATION",
        "{\"title\":\"x\";\"id\":\"000000000000000018ea8ebb4bd6261500000000\"}, ID_CONFLICT"
    })
    void collisions_are409_weakness15(String body, String code) {
        Answer answer = server.post("u1", "/api/entities/Todo", body.replace(';', ','));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body()).doesNotContainIgnoringCase("sql").doesNotContain("constraint failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/entities/Todo?bogus=1                     | 400 |
            GET    | /api/entities/Todo?limit=x                     | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?limit=-1                    | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?limit=10001                 | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?limit=                      | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?limit=99999999999999999999  | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?offset=1.5                  | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?limit=1&limit=2             | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?sort=bogus                  | 400 | INVALID_COLUMN
            GET    | /api/entities/Todo?sort=extra                  | 400 | INVALID_QUERY
            GET    | /api/entities/Todo?sort=rank&order=up          | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?order=desc                  | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?sort=rank&order=asc,desc    | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?total=maybe                 | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo?where=%7B                   | 400 | INVALID_JSON
            GET    | /api/entities/Todo?where=%7B%22x%22:1%7D       | 400 | INVALID_COLUMN
            GET    | /api/entities/Todo?after=x&offset=1            | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo/cursor?limit=0              | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo/cursor?limit=5000           | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo/cursor?bogus=1              | 400 | INVALID_PARAMETER
            GET    | /api/entities/Todo/000?x=1                     | 400 | INVALID_PARAMETER
            GET    | /api/entities/Nope                             | 404 | ENTITY_NOT_FOUND
            GET    | /api/entities/Nope/cursor                      | 404 | ENTITY_NOT_FOUND
            GET    | /api/entities/Nope/x                           | 404 | ENTITY_NOT_FOUND
            GET    | /api/entities/_jobs                            | 404 | ENTITY_NOT_FOUND
            GET    | /api/entities/NoPolicy                         | 403 | POLICY_DENIED
            GET    | /api/entities/AdminOnly                        | 403 | POLICY_DENIED
            PUT    | /api/entities/Todo/x                           | 405 | METHOD_NOT_ALLOWED
            DELETE | /api/entities/Todo                             | 405 | METHOD_NOT_ALLOWED
            BREW   | /api/entities/Todo                             | 405 | METHOD_NOT_ALLOWED
            GET    | /api/query/Todo                                | 405 | METHOD_NOT_ALLOWED
            GET    | /api/zzz                                       | 404 | NOT_FOUND
            POST   | /api/zzz                                       | 404 | NOT_FOUND
            GET    | /api/entities                                  | 404 | NOT_FOUND
            GET    | /api/entities/Todo/a/b                         | 404 | NOT_FOUND
            GET    | /api/entities/                                 | 404 | NOT_FOUND
            GET    | /api/entities//x                               | 400 | BAD_REQUEST
            GET    | /api/../health                                 | 400 | BAD_REQUEST
            GET    | /api/%2e%2e/health                             | 400 | BAD_REQUEST
            GET    | /api/entities/Todo%2Fx                         | 400 | BAD_REQUEST
            GET    | /api/entities/%00                              | 400 | BAD_REQUEST
            GET    | /api/entities/%ff                              | 400 | BAD_REQUEST
            GET    | /api/entities/%c0%af                           | 400 | BAD_REQUEST
            GET    | /api/entities/%zz                              | 400 | BAD_REQUEST
            GET    | /api/entities/%2                               | 400 | BAD_REQUEST
            GET    | /api/entities/%5c                              | 400 | BAD_REQUEST
            GET    | /api/entities/Todo?limit=%ff                   | 400 | BAD_REQUEST
            GET    | /health?x=1                                    | 400 | INVALID_PARAMETER
            GET    | /api/manifest?full=1                           | 403 | FORBIDDEN
            GET    | noslash                                        | 400 | BAD_REQUEST
            """)
    void badTargets_haveTheirCode(String method, String target, int status, String code) {
        Answer answer = server.send("u1", method, target, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (code != null) {
            assertThat(answer.code()).as(answer.body()).isEqualTo(code);
        }
        if (status == 405) {
            assertThat(answer.headers()).containsKey("Allow");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/query/Todo     | []                              | 400
            /api/query/Todo     | {"rank":{"$bogus":1}}           | 400
            /api/query/Todo     | {"bogus":1}                     | 400
            /api/query/Todo     | {"$limit":-1}                   | 400
            /api/query/Todo     | {"$limit":10001}                | 400
            /api/query/Todo     | {"$or":[]}                      | 400
            /api/query/Todo     | {"extra":{"$gt":1}}             | 400
            /api/query/Todo     | {"rank":{"$gt":"x"}}            | 400
            /api/query          | {"Nope":{}}                     | 404
            /api/query          | {"Todo":{"include":{"x":{}}}}   | 400
            /api/query          | {"Todo":{"bogus":1}}            | 400
            /api/aggregate/Todo | {}                              | 400
            /api/aggregate/Todo | {"sum":["title"]}               | 400
            /api/aggregate/Todo | {"count":"*","bogus":1}         | 400
            /api/link           | {"entity":"Todo"}               | 400
            /api/link           | {"entity":1,"x":2}              | 400
            /api/unlink         | []                              | 400
            /api/transact       | {}                              | 400
            /api/transact       | [{}]                            | 400
            """)
    void badQueriesAndOperations_are4xx(String target, String body, int status) {
        Answer answer = server.post("u1", target, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.code()).isNotEqualTo("INTERNAL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=iso-8859-1",
                "application/x-ndjson",
                "nonsense"
            })
    void otherContentTypes_are415(String type) {
        Answer answer =
                server.call(new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}").with("Content-Type", type));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void tooLargeBodies_are413_announcedOrNot() {
        String big = "{\"msg\":\"" + "x".repeat(100_000) + "\"}";
        FakeInbound announced = new FakeInbound("POST", "/api/entities/Log", big);
        FakeInbound chunked = new FakeInbound("POST", "/api/entities/Log", big).withoutLength();
        FakeInbound lying = new FakeInbound("POST", "/api/entities/Log", "{}").announcing(Long.MAX_VALUE);
        for (FakeInbound inbound : List.of(announced, chunked, lying)) {
            Answer answer = server.call(inbound);
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.code()).isEqualTo("PAYLOAD_TOO_LARGE");
        }
        Answer cut = server.call(new FakeInbound("POST", "/api/entities/Log", "{\"msg\":\"a\"}").announcing(50));
        assertThat(cut.code()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void deepNesting_is400() {
        String deep = "[".repeat(100) + "]".repeat(100);
        Answer answer = server.post("u1", "/api/entities/Todo", "{\"title\":\"a\",\"extra\":" + deep + "}");
        assertThat(answer.code()).isEqualTo("INVALID_JSON");
        String filter = "{\"$not\":".repeat(70) + "{\"rank\":1}" + "}".repeat(70);
        assertThat(server.post("u1", "/api/query/Todo", filter).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Basic YTpi", "admin", "bearer  "})
    void badCredentials_are401_neverAnonymous_weakness19(String header) {
        Answer answer = server.call(new FakeInbound("GET", "/api/entities/Todo", "").with("Authorization", header));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
        assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    @Test
    void randomBytes_neverBreakTheServer() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> targets = List.of(
                "/api/entities/Todo",
                "/api/query/Todo",
                "/api/query",
                "/api/aggregate/Todo",
                "/api/link",
                "/api/transact",
                "/api/import",
                "/api/batch");
        String good =
                "{\"title\":\"a\",\"rank\":{\"$gt\":1},\"$order\":{\"rank\":\"desc\"},\"operations\":[{\"op\":\"insert\"}]}";
        for (int i = 0; i < 4_000; i++) {
            byte[] body = good.getBytes(StandardCharsets.UTF_8);
            int changes = 1 + random.nextInt(4);
            for (int c = 0; c < changes; c++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            Answer answer = server.call(new FakeInbound("POST", targets.get(i % targets.size()), body)
                    .with("Authorization", "Bearer admin"));
            assertThat(answer.status())
                    .as("seed %d round %d: %s", seed, i, new String(body, StandardCharsets.ISO_8859_1))
                    .isLessThan(500);
        }
        for (int i = 0; i < 4_000; i++) {
            StringBuilder target = new StringBuilder("/api/entities/Todo");
            for (int c = 0; c < 6; c++) {
                target.append("%?&=/.;+~".charAt(random.nextInt(9))).append((char) (33 + random.nextInt(94)));
            }
            Answer answer = server.call(new FakeInbound("GET", target.toString(), ""));
            assertThat(answer.status()).as("seed %d: %s", seed, target).isLessThan(500);
        }
    }

    @Test
    void requestIds_areTakenWhenSafe_andMadeOtherwise() {
        Map<String, String> given = server.call(new FakeInbound("GET", "/health", "").with("X-Request-Id", "abc-123"))
                .headers();
        assertThat(given).containsEntry("X-Request-Id", "abc-123");
        for (String bad : List.of("", "a b", "a\nb", "<script>", "x".repeat(101), "ä")) {
            Map<String, String> made = server.call(new FakeInbound("GET", "/health", "").with("X-Request-Id", bad))
                    .headers();
            assertThat(made.get("X-Request-Id")).matches("[0-9a-f]{16}");
        }
    }
}
