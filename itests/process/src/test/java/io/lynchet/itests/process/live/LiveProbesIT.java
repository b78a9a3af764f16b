// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.AuthApp.Answer;
import io.lynchet.itests.process.app.EventPeer;
import io.lynchet.itests.process.app.LiveApp;
import io.lynchet.itests.process.app.LivePeer;
import io.lynchet.itests.process.app.LiveReplica;
import io.lynchet.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody who looks for rows of others on every way that leads to rows in real time, and finds nothing, not even that
 * they are there.
 */
@Timeout(180)
class LiveProbesIT {
    private static final String MARKER = "bobs-secret-";
    private static final String BOB = "bob-the-hidden";
    private static final String MISSING = "0".repeat(39) + "1";
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"live","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"text","type":"string"},{"name":"n","type":"int","optional":true},
               {"name":"hidden","type":"string","optional":true,"serverOnly":true},
               {"name":"owner","type":"string","optional":true,"default":{"$auth":"userId"}}]}],
             "policies":[{"name":"own-notes","entity":"Note","allow":"auth.userId == data.owner"}]}
            """;

    /** One query as names and JSON values, for the frame of a socket and for the address of an event stream. */
    private record Probe(String... parts) {
        static Probe notes(String... more) {
            List<String> all = new ArrayList<>(List.of("entity", "\"Note\""));
            all.addAll(List.of(more));
            return new Probe(all.toArray(String[]::new));
        }

        String members() {
            List<String> members = new ArrayList<>();
            for (int i = 0; i < parts.length; i += 2) {
                members.add("\"" + parts[i] + "\":" + parts[i + 1]);
            }
            return String.join(",", members);
        }

        URI stream() {
            List<String> pairs = new ArrayList<>();
            for (int i = 0; i < parts.length; i += 2) {
                String plain = parts[i + 1].startsWith("\"")
                        ? parts[i + 1].substring(1, parts[i + 1].length() - 1)
                        : parts[i + 1];
                pairs.add(parts[i] + "=" + URLEncoder.encode(plain, StandardCharsets.UTF_8));
            }
            return app.base().resolve("/api/live/events?" + String.join("&", pairs));
        }
    }

    private static final List<Probe> READ = List.of(
            Probe.notes(),
            Probe.notes("where", "{\"n\":{\"$gte\":500}}", "order", "[[\"n\",\"desc\"]]", "limit", "2"),
            Probe.notes("where", "{\"$not\":{\"n\":1}}"),
            Probe.notes("where", "{\"owner\":{\"$ne\":\"ada\"}}"),
            Probe.notes("count", "true"),
            Probe.notes("aggregate", "{\"count\":\"*\",\"sum\":[\"n\"],\"groupBy\":[\"text\"]}"),
            Probe.notes("since", "1", "scope", "\"x\""));
    private static final int OF_OTHERS = 3;
    private static final int COUNT = 4;
    private static final int GROUPS = 5;

    /** Two queries that a stranger may not be able to tell from each other, but for the words that differ. */
    private record Alike(Probe one, Probe other, String word, String otherWord) {}

    private static final List<Alike> REFUSED = List.of(
            new Alike(
                    new Probe("entity", "\"_auth_sessions\""),
                    new Probe("entity", "\"_nope_sessions\""),
                    "_auth_sessions",
                    "_nope_sessions"),
            new Alike(
                    Probe.notes("where", "{\"hidden\":\"x\"}"),
                    Probe.notes("where", "{\"nope\":\"x\"}"),
                    "hidden",
                    "nope"),
            new Alike(
                    Probe.notes("order", "[[\"hidden\",\"asc\"]]"),
                    Probe.notes("order", "[[\"nope\",\"asc\"]]"),
                    "hidden",
                    "nope"),
            new Alike(
                    Probe.notes("aggregate", "{\"max\":[\"hidden\"]}"),
                    Probe.notes("aggregate", "{\"max\":[\"nope\"]}"),
                    "hidden",
                    "nope"),
            new Alike(
                    Probe.notes("where", "{\"n\":{\"$gt\":\"qqq\"}}"),
                    Probe.notes("where", "{\"n\":{\"$gt\":\"zzz\"}}"),
                    "qqq",
                    "zzz"),
            new Alike(
                    Probe.notes("include", "{\"owner\":true}"),
                    Probe.notes("include", "{\"nope\":true}"),
                    "owner",
                    "nope"));

    @TempDir
    static Path folder;

    private static LiveApp app;

    @BeforeAll
    static void start() throws Exception {
        app = new LiveApp(folder, MANIFEST);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static long seq(Answer answer) {
        return Long.parseLong(answer.headers().firstValue("X-Pylon-Change-Seq").orElseThrow());
    }

    /** Rows come, change and go, and one of them stays; all are his. */
    private static String hiddenWrites(String bob) {
        String kept = app.insert("Note", bob, "{\"text\":\"" + MARKER + "kept\",\"n\":555}");
        for (int i = 1; i <= 20; i++) {
            String row = app.insert("Note", bob, "{\"text\":\"" + MARKER + i + "\",\"n\":" + (500 + i) + "}");
            String path = "/api/entities/Note/" + row;
            LiveApp.expect(
                    200,
                    i % 3 == 0
                            ? app.send("DELETE", path, bob, null)
                            : app.send("PATCH", path, bob, "{\"text\":\"" + MARKER + "changed\"}"));
        }
        return kept;
    }

    private static void assertNothingOfHis(List<String> heard, List<String> ids) {
        assertThat(heard).noneMatch(text -> text.contains(MARKER) || text.contains(BOB));
        assertThat(heard).noneMatch(text -> ids.stream().anyMatch(text::contains));
    }

    @Test
    void rowsOfOthers_areInNoFrameOfSocketsAndStreams() throws Exception {
        String bob = app.mint(BOB);
        String ada = app.mint("ada");
        hiddenWrites(bob);
        List<EventPeer> streams = new ArrayList<>();
        try (LivePeer hers = LivePeer.open(app.base(), ada);
                LivePeer his = LivePeer.open(app.base(), bob)) {
            LiveReplica control = his.subscribe("q", "\"entity\":\"Note\"");
            for (int i = 0; i < READ.size(); i++) {
                hers.subscribe("p" + i, READ.get(i).members());
                streams.add(new EventPeer(READ.get(i).stream(), ada, null, new LiveReplica("1", "")));
                streams.get(i).awaitFrames(1);
            }
            hiddenWrites(bob);
            Answer own = app.send("POST", "/api/entities/Note", ada, "{\"text\":\"her own\",\"n\":501}");
            hers.reach(seq(own));
            his.reach(seq(own));
            List<String> ids =
                    control.rows().stream().map(row -> (String) row.get("id")).toList();
            assertThat(ids).as("control").isNotEmpty();
            assertThat(his.heard).as("control").anyMatch(text -> text.contains(MARKER));

            for (int i = 0; i < READ.size(); i++) {
                LiveReplica socket = hers.replicas.get(i);
                EventPeer stream = streams.get(i);
                Await.until(
                        "the stream of " + READ.get(i).members() + " to say what the socket says",
                        () -> stream.replica.rows().equals(socket.rows())
                                && java.util.Objects.equals(stream.replica.figures(), socket.figures()));
                assertNothingOfHis(stream.heard, ids);
                assertThat(socket.rows()).as(READ.get(i).members()).hasSize(expectedRows(i));
            }
            assertNothingOfHis(hers.heard, ids);
            for (LiveReplica count : List.of(hers.replicas.get(COUNT), streams.get(COUNT).replica)) {
                assertThat(count.figures()).isEqualTo(1L);
                // Nothing of his writes moved her count: a frame for hers, besides the first.
                assertThat(count.types()).containsExactly("snapshot", "diff");
            }
            for (LiveReplica groups : List.of(hers.replicas.get(GROUPS), streams.get(GROUPS).replica)) {
                assertThat((List<?>) groups.figures()).hasSize(1);
                assertThat(groups.types()).containsExactly("snapshot", "diff");
            }
        } finally {
            for (EventPeer stream : streams) {
                stream.close();
            }
        }
    }

    private static int expectedRows(int probe) {
        return probe == OF_OTHERS || probe == COUNT || probe == GROUPS ? 0 : 1;
    }

    @Test
    void whatIsHidden_isRefusedLikeWhatIsNot() throws Exception {
        String curious = app.mint("curious");
        hiddenWrites(app.mint(BOB));
        try (LivePeer peer = LivePeer.open(app.base(), curious)) {
            int number = 0;
            for (Alike alike : REFUSED) {
                List<String> socket = new ArrayList<>();
                for (Probe probe : List.of(alike.one, alike.other)) {
                    socket.add(peer.subscribe("r" + number++, probe.members()).error());
                }
                assertAlike(alike, socket);
                assertAlike(alike, List.of(answer(alike.one, curious), answer(alike.other, curious)));
            }
        }
    }

    private static void assertAlike(Alike alike, List<String> answers) {
        assertThat(answers).as(alike.toString()).doesNotContainNull().allMatch(text -> !text.contains("\"rows\""));
        assertThat(answers.get(0).replace(alike.word, "W"))
                .as(alike.toString())
                .isEqualTo(answers.get(1).replace(alike.otherWord, "W"));
    }

    /** Status and first event, or the error in its place; the stream ends with it. */
    private static String answer(Probe probe, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(probe.stream())
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<InputStream> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder().append(answer.statusCode());
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                text.append(' ').append(line);
            }
            return text.toString();
        }
    }

    @Test
    void idOfOthers_looksLikeNoId() throws Exception {
        String curious = app.mint("curious");
        String his = hiddenWrites(app.mint(BOB));
        try (LivePeer peer = LivePeer.open(app.base(), curious)) {
            for (String id : List.of(his, MISSING)) {
                Probe byId = Probe.notes("where", "{\"id\":\"" + id + "\"}");
                Probe counted = Probe.notes("where", "{\"id\":\"" + id + "\"}", "count", "true");
                assertThat(peer.subscribe("i" + id, byId.members()).rows()).isEmpty();
                assertThat(peer.subscribe("c" + id, counted.members()).figures())
                        .isEqualTo(0L);
                assertThat(answer(byId, curious)).contains("\"rows\":[]");
                assertThat(answer(counted, curious)).contains("\"count\":0");
            }
        }
        assertThat(pushed(curious, his, "update")).isEqualTo(pushed(curious, MISSING, "update"));
        assertThat(pushed(curious, his, "delete")).isEqualTo(pushed(curious, MISSING, "delete"));
    }

    private static int pushes;

    /** The answer without what has to differ. */
    private static String pushed(String token, String id, String kind) {
        String op = "probe-" + pushes++;
        String data = kind.equals("update") ? ",\"data\":{\"text\":\"taken\"}" : "";
        Answer answer = app.send(
                "POST",
                "/api/sync/push",
                token,
                "{\"client_id\":\"c\",\"changes\":[{\"entity\":\"Note\",\"row_id\":\"" + id + "\",\"kind\":\"" + kind
                        + "\"" + data + ",\"op_id\":\"" + op + "\"}]}");
        assertThat(answer.body()).doesNotContain(MARKER).doesNotContain(BOB);
        return answer.status() + " "
                + answer.body().replace(id, "ID").replace(op, "OP").replaceAll("seq\":\\d+", "seq");
    }

    @Test
    void pull_tellsNothingOfOthers() {
        String puller = app.mint("puller");
        String bob = app.mint(BOB);
        String kept = hiddenWrites(bob);
        Answer first = LiveApp.expect(200, app.send("GET", "/api/sync/pull?since=0", puller, null));
        String cursor = "since="
                + LivePeer.node(first.body()).get("cursor").text().text().replaceAll("\\D+(\\d+).*", "$1");
        hiddenWrites(bob);
        String own = app.insert("Note", puller, "{\"text\":\"mine\"}");
        Answer news = LiveApp.expect(200, app.send("GET", "/api/sync/pull?" + cursor, puller, null));
        assertThat(news.body()).contains(own);
        assertNothingOfHis(List.of(first.body(), news.body()), List.of(kept));
        Answer streamed = app.send("GET", "/api/sync/pull?since=0&entities=Note", bob, null);
        assertThat(streamed.body()).as("control").contains(kept);
    }

    @Test
    void foreignPages_areTurnedAwayByName() throws IOException {
        String token = app.mint("lured");
        String answer = handshake("Origin: https://evil.example", "Cookie: live_session=" + token);
        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("CSRF_REJECTED");
    }

    /** What the server answers to somebody who asks for a socket, up to the end of a short body. */
    private static String handshake(String... headers) throws IOException {
        try (Socket socket = new Socket(app.base().getHost(), app.base().getPort())) {
            String request = "GET /api/live HTTP/1.1\r\nHost: " + app.base().getAuthority()
                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String head = lines.lines().takeWhile(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
            int length = head.lines()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
                    .findFirst()
                    .orElse(0);
            char[] body = new char[length];
            int read = 0;
            while (read < length) {
                int more = lines.read(body, read, length - read);
                if (more < 0) {
                    throw new IOException("the answer ends early: " + head);
                }
                read += more;
            }
            return head + "\n" + new String(body);
        }
    }
}
