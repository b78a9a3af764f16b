// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What answers hold, and what is in memory for them. */
class AnswerSizeTest {
    private static final int LONG_CHARS = 1_000_000;
    private static final long KIB = 1_024;

    @TempDir
    Path folder;

    private RestServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> insertLong(int rows) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            ids.add(server.insert(
                    "admin", "Log", "{\"msg\":\"" + i + "x".repeat(LONG_CHARS) + "\",\"n\":" + i % 3 + "}"));
        }
        ids.sort(null);
        return ids;
    }

    /** Read by hand: these texts are longer than what a tree may be made of. */
    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> ids(Answer answer) {
        return all("\"id\":\"([0-9a-f]{40})\"", answer.body());
    }

    /** Null on the last page. */
    private static String cursor(Answer page) {
        return page.body().contains("\"has_more\":true")
                ? all("\"next_cursor\":\"([^\"]+)\"", page.body()).get(0)
                : null;
    }

    private static String encoded(Object text) {
        return URLEncoder.encode((String) text, StandardCharsets.UTF_8);
    }

    @Test
    void pages_ofLongRows_endEarly_andGoOnExactly() {
        server = new RestServer(folder);
        List<String> all = insertLong(11);
        for (String path :
                List.of("/api/entities/Log?", "/api/entities/Log?sort=n&order=desc&", "/api/entities/Log/cursor?")) {
            List<String> told = new ArrayList<>();
            int pages = 0;
            String more = "";
            do {
                Answer answer = server.get(null, path + more);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body().length()).isLessThan(6 * LONG_CHARS);
                told.addAll(ids(answer));
                pages++;
                more = cursor(answer) == null ? null : "after=" + encoded(cursor(answer));
            } while (more != null);
            assertThat(told).as(path).containsExactlyInAnyOrderElementsOf(all).doesNotHaveDuplicates();
            assertThat(pages).isEqualTo(3);
        }
        Answer first = server.post(null, "/api/query/Log", "{}");
        assertThat(first.headers()).containsEntry("X-Has-More", "true");
        List<String> told = new ArrayList<>(ids(first));
        Answer second = server.post(
                null, "/api/query/Log?after=" + encoded(first.headers().get("X-Next-Cursor")), "{}");
        told.addAll(ids(second));
        assertThat(told).isEqualTo(all.subList(0, told.size())).hasSizeGreaterThan(6);
    }

    @Test
    void page_holdsARow_howeverLongItIs() {
        server = new RestServer(folder);
        server.insert("admin", "Log", "{\"msg\":\"" + "x".repeat(5 * LONG_CHARS) + "\"}");
        server.insert("admin", "Log", "{\"msg\":\"" + "y".repeat(5 * LONG_CHARS) + "\"}");
        Answer page = server.get(null, "/api/entities/Log");
        assertThat(ids(page)).hasSize(1);
        Answer last = server.get(null, "/api/entities/Log?after=" + encoded(cursor(page)));
        assertThat(ids(last)).hasSize(1);
        assertThat(cursor(last)).isNull();
    }

    @Test
    void graph_withALongRowUnderManyOthers_isRefused() {
        server = new RestServer(folder);
        String owner = server.insert(
                "admin", "User", "{\"email\":\"a@x.com\",\"displayName\":\"" + "x".repeat(100_000) + "\"}");
        for (int i = 0; i < 60; i++) {
            server.insert("admin", "Todo", "{\"title\":\"t" + i + "\",\"ownerId\":\"" + owner + "\"}");
        }
        String graph = "{\"Todo\":{\"limit\":%d,\"include\":{\"owner\":true}}}";
        assertThat(server.post(null, "/api/query", graph.formatted(30)).status())
                .isEqualTo(200);
        Answer refused = server.post(null, "/api/query", graph.formatted(60));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("LIMIT_EXCEEDED");
        assertThat((String) refused.error().get("message")).contains("smaller limits");
    }

    @Test
    void groups_withLongKeys_areRefused() {
        server = new RestServer(folder);
        insertLong(5);
        Answer refused = server.post(null, "/api/aggregate/Log", "{\"count\":\"*\",\"groupBy\":[\"msg\"]}");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("LIMIT_EXCEEDED");
    }

    @Test
    void answersOfOneCaller_thatNobodyTakes_areLimited_andOthersAreAnswered() {
        server = new RestServer(folder, "callerAnswerBytesMax", 9_000 * KIB);
        insertLong(2);
        List<Response> kept = new ArrayList<>();
        Response last = server.router.answer(new FakeInbound("GET", "/api/entities/Log", ""));
        while (last.status() == 200 && kept.size() < 20) {
            kept.add(last);
            last = server.router.answer(new FakeInbound("GET", "/api/entities/Log", ""));
        }
        Answer refused = RouterClient.answer(last);
        assertThat(kept).hasSizeBetween(1, 4);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
        assertThat(refused.headers()).containsKey("Retry-After");
        assertThat(server.get("u1", "/api/entities/Log").status()).isEqualTo(200);
        assertThat(server.get(null, "/api/entities/User").status())
                .as("a small answer")
                .isEqualTo(200);
        kept.forEach(Response::gone);
        assertThat(server.get(null, "/api/entities/Log").status()).isEqualTo(200);
        assertThat(server.router.answers().isEmpty()).isTrue();
    }

    @Test
    void answersOfAll_thatNobodyTakes_areLimited() {
        server = new RestServer(folder, "answerBytesMax", 7_000 * KIB);
        insertLong(2);
        List<Response> kept = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            kept.add(server.router.answer(
                    new FakeInbound("GET", "/api/entities/Log", "").with("Authorization", "Bearer admin")));
        }
        Answer refused = RouterClient.answer(kept.get(2));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("OVERLOADED");
        assertThat(refused.headers()).containsKey("Retry-After");
        kept.forEach(Response::gone);
        assertThat(server.get(null, "/api/entities/Log").status()).isEqualTo(200);
        assertThat(server.router.answers().isEmpty()).isTrue();
    }

    @Test
    void bodies_areCounted_too() {
        server = new RestServer(folder, "callerAnswerBytesMax", 500 * KIB);
        Answer refused = server.post("u1", "/api/entities/Log", "{\"msg\":\"" + "x".repeat(LONG_CHARS) + "\"}");
        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
        assertThat(server.router.answers().isEmpty()).isTrue();
    }

    @Test
    void export_ofMoreThanMayBeInMemory_streamsAll() {
        server = new RestServer(folder, "answerBytesMax", 6_500 * KIB);
        List<String> all = insertLong(8);
        Answer export = server.get("admin", "/api/export/Log");
        assertThat(export.status()).isEqualTo(200);
        assertThat(ids(export)).containsExactlyElementsOf(all);
        assertThat(server.router.answers().isEmpty()).isTrue();
    }
}
