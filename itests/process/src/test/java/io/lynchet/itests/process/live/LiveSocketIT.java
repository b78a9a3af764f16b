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
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live queries and rooms on real sockets and event streams: who gets on, what comes, and when it ends. */
@Timeout(180)
class LiveSocketIT {
    private static final Duration RIGHTS_PATIENCE = Duration.ofSeconds(5);
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"live","version":"1","routes":[],
             "entities":[
              {"name":"User","fields":[{"name":"email","type":"string","optional":true},
                {"name":"displayName","type":"string","optional":true},{"name":"createdAt","type":"datetime","optional":true}]},
              {"name":"Note","fields":[{"name":"text","type":"string"},{"name":"n","type":"int","optional":true},
                {"name":"owner","type":"string","optional":true,"default":{"$auth":"userId"}}]},
              {"name":"Public","fields":[{"name":"text","type":"string"}]},
              {"name":"Doc","fields":[{"name":"body","type":"string"},{"name":"shown","type":"bool"}]}],
             "auth":{"user":{"entity":"User"}},
             "policies":[
              {"name":"own-notes","entity":"Note","allowRead":"auth.userId == data.owner || auth.hasRole('editor')",
               "allowWrite":"auth.userId == data.owner"},
              {"name":"public","entity":"Public","allowRead":"true"},
              {"name":"shown-docs","entity":"Doc","allowRead":"data.shown"}],
             "rooms":[{"name":"lobby","allowJoin":"true"}]}
            """;

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

    private static int refusal(Consumer<WebSocket.Builder> more) {
        try (LivePeer peer = LivePeer.open(app.base(), more)) {
            throw new AssertionError("was let in: " + peer.heard);
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private static LivePeer onWithToken(String token, boolean bySubprotocol) {
        return LivePeer.open(app.base(), builder -> {
            if (bySubprotocol) {
                builder.subprotocols("bearer." + URLEncoder.encode(token, StandardCharsets.UTF_8));
            } else {
                builder.header("Cookie", "live_session=" + token);
            }
        });
    }

    @Test
    void rowsComeChangeAndGo_onASocket() {
        String token = app.mint("walker");
        String first = app.insert("Note", token, "{\"text\":\"first\",\"n\":1}");
        try (LivePeer peer = LivePeer.open(app.base(), token)) {
            LiveReplica replica = peer.subscribe("q", "\"entity\":\"Note\",\"where\":{\"n\":1}");
            assertThat(replica.rows()).extracting("id").containsExactly(first);
            String second = app.insert("Note", token, "{\"text\":\"second\",\"n\":1}");
            app.insert("Note", token, "{\"text\":\"elsewhere\",\"n\":2}");
            LiveApp.expect(200, app.send("PATCH", "/api/entities/Note/" + first, token, "{\"text\":\"changed\"}"));
            Answer left = app.send("PATCH", "/api/entities/Note/" + second, token, "{\"n\":2}");
            peer.reach(seq(left));
            assertThat(replica.rows()).isEqualTo(app.query("Note", token, "{\"n\":1}"));
            assertThat(peer.heard)
                    .anyMatch(text -> text.contains("\"enter\":[{\"id\":\"" + second))
                    .anyMatch(text -> text.contains("\"update\":[{\"id\":\"" + first))
                    .anyMatch(text -> text.contains("\"leave\":[\"" + second));
            Answer deleted = app.send("DELETE", "/api/entities/Note/" + first, token, null);
            peer.reach(seq(deleted));
            assertThat(replica.rows()).isEmpty();
            assertThat(replica.missed() + replica.duplicated()).isZero();
            peer.send("{\"type\":\"unsubscribe\",\"id\":\"q\"}");
            Await.until("unsubscribed", () -> replica.types().contains("unsubscribed"));
            int before = replica.types().size();
            peer.reach(seq(app.send("POST", "/api/entities/Note", token, "{\"text\":\"late\",\"n\":1}")));
            assertThat(replica.types()).hasSize(before);
        }
    }

    @Test
    void whatARowWasInsideOfACommit_isHeardNowhere() throws Exception {
        String id = app.insert("Doc", LiveApp.ADMIN, "{\"body\":\"SECRET\",\"shown\":false}");
        String update = "{\"op\":\"update\",\"entity\":\"Doc\",\"id\":\"" + id + "\",\"data\":{%s}}";
        URI events = app.base().resolve("/api/sync/events");
        try (EventPeer stream = new EventPeer(events, null, null, new LiveReplica("none", ""));
                LivePeer socket = LivePeer.open(app.base(), "/api/sync/ws", builder -> {});
                LivePeer live = LivePeer.open(app.base(), (String) null)) {
            LiveReplica docs = live.subscribe("docs", "\"entity\":\"Doc\"");
            stream.awaitFrames(1);
            String hello = socket.awaitText("a hello", 0, text -> text.contains("\"hello\""));
            String cursor = "?since=" + LivePeer.member(hello, "seq") + "&scope=" + LivePeer.member(hello, "scope");
            String both =
                    "[" + update.formatted("\"shown\":true") + "," + update.formatted("\"body\":\"redacted\"") + "]";
            LiveApp.expect(200, app.send("POST", "/api/transact", LiveApp.ADMIN, both));
            socket.awaitText("the step", 0, text -> text.contains("redacted"));
            Await.until("the step", () -> stream.heard.stream().anyMatch(text -> text.contains("redacted")));
            Await.until("the row", () -> docs.rows().size() == 1);
            assertThat(socket.heard).noneMatch(text -> text.contains("SECRET"));
            assertThat(stream.heard).noneMatch(text -> text.contains("SECRET"));
            assertThat(live.heard).noneMatch(text -> text.contains("SECRET"));
            for (String from : new String[] {"?since=0", cursor}) {
                assertThat(app.send("GET", "/api/sync/pull" + from, null, null).body())
                        .contains("redacted")
                        .doesNotContain("SECRET");
            }
        }
    }

    @Test
    void eventStream_goesOnWhereItWas_withoutASnapshot() throws Exception {
        String token = app.mint("streamer");
        URI stream = app.base().resolve("/api/live/events?entity=Note&order=%5B%5B%22n%22,%22asc%22%5D%5D");
        LiveReplica replica = new LiveReplica("1", "");
        String last;
        try (EventPeer peer = new EventPeer(stream, token, null, replica)) {
            peer.awaitFrames(1);
            app.insert("Note", token, "{\"text\":\"one\",\"n\":1}");
            peer.awaitFrames(2);
            Await.until("the id of the second", () -> peer.lastId().startsWith(replica.seq() + "."));
            last = peer.lastId();
        }
        app.insert("Note", token, "{\"text\":\"two\",\"n\":2}");
        try (EventPeer peer = new EventPeer(stream, token, last, replica)) {
            Await.until("what was missed", () -> replica.rows().size() == 2);
            assertThat(replica.types()).containsExactly("snapshot", "diff", "diff");
            app.insert("Note", token, "{\"text\":\"three\",\"n\":3}");
            peer.awaitFrames(2);
        }
        assertThat(replica.rows()).hasSize(3).isEqualTo(app.query("Note", token, "{}"));
        assertThat(replica.missed() + replica.duplicated()).isZero();
    }

    @Test
    void tokens_areTakenFromHeaderSubprotocolAndCookie() {
        String token = app.mint("visitor");
        String row = app.insert("Note", token, "{\"text\":\"mine\"}");
        try (LivePeer header = LivePeer.open(app.base(), token);
                LivePeer subprotocol = onWithToken(token, true);
                LivePeer cookie = onWithToken(token, false)) {
            assertThat(header.subprotocol()).isEmpty();
            assertThat(subprotocol.subprotocol()).isEqualTo("bearer." + token);
            for (LivePeer peer : List.of(header, subprotocol, cookie)) {
                assertThat(peer.subscribe("q", "\"entity\":\"Note\"").rows())
                        .extracting("id")
                        .containsExactly(row);
            }
        }
    }

    @Test
    void badTokensAndForeignPages_areRefusedBeforeTheUpgrade() {
        String bad = "pylon_" + "0".repeat(64);
        assertThat(refusal(builder -> builder.header("Authorization", "Bearer " + bad)))
                .isEqualTo(401);
        assertThat(refusal(builder -> builder.subprotocols("bearer." + bad))).isEqualTo(401);
        assertThat(refusal(builder -> builder.header("Cookie", "live_session=" + bad)))
                .isEqualTo(401);
        assertThat(refusal(builder -> builder.header("Origin", "https://evil.example")))
                .isEqualTo(403);
        String token = app.mint("lured");
        assertThat(refusal(builder ->
                        builder.header("Origin", "https://evil.example").header("Cookie", "live_session=" + token)))
                .isEqualTo(403);
        Answer plain = app.send("GET", "/api/live", null, null);
        assertThat(plain.status()).isEqualTo(426);
        assertThat(plain.code()).isEqualTo("UPGRADE_REQUIRED");
    }

    @Test
    void anonymous_getsWhatEverybodyMayRead_andNoMore() {
        String shown = app.insert("Public", LiveApp.ADMIN, "{\"text\":\"for all\"}");
        app.insert("Note", app.mint("private"), "{\"text\":\"not for all\"}");
        try (LivePeer peer = LivePeer.open(app.base(), (String) null)) {
            assertThat(peer.subscribe("p", "\"entity\":\"Public\"").has(shown)).isTrue();
            LiveReplica notes = peer.subscribe("n", "\"entity\":\"Note\"");
            assertThat(notes.rows()).isEmpty();
            assertThat(peer.subscribe("c", "\"entity\":\"Note\",\"count\":true").figures())
                    .isIn(0L, null);
            assertThat(peer.heard).noneMatch(text -> text.contains("not for all"));
        }
    }

    @Test
    void twoPeopleInARoom_seeEachOther() {
        try (LivePeer ada = LivePeer.open(app.base(), app.mint("ada"));
                LivePeer bob = LivePeer.open(app.base(), app.mint("bob"));
                LivePeer nobody = LivePeer.open(app.base(), (String) null)) {
            ada.send("{\"type\":\"room-join\",\"room\":\"lobby\",\"data\":{\"x\":1}}");
            ada.awaitText("a snapshot", 0, text -> text.contains("room-snapshot"));
            bob.send("{\"type\":\"room-join\",\"room\":\"lobby\"}");
            bob.awaitText("ada", 0, text -> text.contains("room-snapshot") && text.contains("\"ada\""));
            ada.awaitText("bob", 0, text -> text.contains("\"join\"") && text.contains("\"bob\""));
            bob.send("{\"type\":\"presence\",\"room\":\"lobby\",\"data\":{\"y\":2}}");
            ada.awaitText("presence", 0, text -> text.contains("\"presence\"") && text.contains("\"y\":2"));
            nobody.send("{\"type\":\"room-join\",\"room\":\"lobby\"}");
            assertThat(nobody.awaitText("a refusal", 0, text -> text.contains("\"error\"")))
                    .doesNotContain("ada");
            bob.send("{\"type\":\"room-leave\",\"room\":\"lobby\"}");
            ada.awaitText("bob's end", 0, text -> text.contains("\"leave\"") && text.contains("\"bob\""));
        }
    }

    private static Answer person(String email) {
        return LiveApp.expect(
                200,
                app.send(
                        "POST",
                        "/api/auth/password/register",
                        null,
                        "{\"email\":\"" + email + "\",\"password\":\"correct horse battery\"}"));
    }

    @Test
    void rightsThatAreTakenAway_takeTheRowsAway() throws Exception {
        Answer editor = person("editor@example.org");
        String token = editor.text("token");
        String roles = "/api/auth/users/" + editor.text("user_id") + "/roles";
        LiveApp.expect(200, app.send("PUT", roles, LiveApp.ADMIN, "{\"roles\":[\"editor\"]}"));
        String row = app.insert("Note", app.mint("author"), "{\"text\":\"edit me\",\"n\":77}");
        URI stream = app.base().resolve("/api/live/events?entity=Note&where=%7B%22n%22:77%7D");
        LiveReplica events = new LiveReplica("1", "");
        try (LivePeer peer = LivePeer.open(app.base(), token);
                EventPeer streamed = new EventPeer(stream, token, null, events)) {
            LiveReplica replica = peer.subscribe("q", "\"entity\":\"Note\",\"where\":{\"n\":77}");
            LiveReplica count = peer.subscribe("c", "\"entity\":\"Note\",\"where\":{\"n\":77},\"count\":true");
            streamed.awaitFrames(1);
            assertThat(replica.has(row) && events.has(row)).isTrue();
            LiveApp.expect(200, app.send("PUT", roles, LiveApp.ADMIN, "{\"roles\":[]}"));
            Await.until("leave", RIGHTS_PATIENCE, () -> !replica.has(row) && !events.has(row));
            Await.until("the count", RIGHTS_PATIENCE, () -> Long.valueOf(0).equals(count.figures()));
            int before = peer.heard.size();
            int beforeEvents = streamed.heard.size();
            Answer secret =
                    app.send("POST", "/api/entities/Note", app.mint("author"), "{\"text\":\"after the end\",\"n\":77}");
            peer.reach(seq(secret));
            assertThat(peer.heard.subList(before, peer.heard.size())).noneMatch(text -> text.contains("after the end"));
            // Given back, they come back.
            LiveApp.expect(200, app.send("PUT", roles, LiveApp.ADMIN, "{\"roles\":[\"editor\"]}"));
            Await.until("enter", RIGHTS_PATIENCE, () -> replica.has(row) && events.has(row));
            assertThat(streamed.heard.get(beforeEvents)).contains("\"enter\"");
            assertThat(replica.missed() + replica.duplicated() + events.missed() + events.duplicated())
                    .isZero();
        }
    }

    @Test
    void revokedSession_closesItsSockets_andOnlyThose() throws Exception {
        String token = app.mint("leaver");
        String other = app.mint("leaver");
        URI stream = app.base().resolve("/api/live/events?entity=Note");
        try (LivePeer peer = LivePeer.open(app.base(), token);
                LivePeer stays = LivePeer.open(app.base(), other);
                EventPeer streamed = new EventPeer(stream, token, null, new LiveReplica("1", ""))) {
            peer.subscribe("q", "\"entity\":\"Note\"");
            LiveReplica kept = stays.subscribe("q", "\"entity\":\"Note\"");
            streamed.awaitFrames(1);
            LiveApp.expect(200, app.send("DELETE", "/api/auth/session", token, null));
            Await.until("the close", RIGHTS_PATIENCE, () -> peer.closeCode() != 0 && streamed.ended());
            assertThat(peer.closeCode()).isEqualTo(4401);
            int before = peer.heard.size();
            Answer written = app.send("POST", "/api/entities/Note", other, "{\"text\":\"after\"}");
            stays.reach(seq(written));
            assertThat(kept.rows()).extracting(row -> row.get("text")).contains("after");
            assertThat(peer.heard).hasSize(before);
        }
    }
}
