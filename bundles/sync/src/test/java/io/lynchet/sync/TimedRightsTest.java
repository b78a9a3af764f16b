// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import static io.lynchet.sync.SyncScene.changes;
import static io.lynchet.sync.SyncScene.scope;
import static io.lynchet.sync.SyncScene.seq;
import static io.lynchet.sync.SyncScene.told;
import static io.lynchet.sync.SyncScene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.principal.Principal;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that depend on the time: rows come and go although nobody writes. */
class TimedRightsTest {
    private static final Principal ADA = user("ada");

    @TempDir
    Path folder;

    private SyncScene scene;

    @BeforeEach
    void begin() throws IOException {
        scene = new SyncScene(folder, SyncScene.TIMED);
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    @Test
    void pull_tellsWhatTimeHasTaken_andNeverWhatIsToCome() {
        Instant soon = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(400);
        scene.insert("Sale", 1, "title", "short", "ends", soon);
        scene.insert("Sale", 2, "title", "long");
        Map<String, Object> snapshot = scene.pull(ADA);
        assertThat(told(changes(snapshot))).containsExactly("insert Sale 1", "insert Sale 2");
        Await.until("the sale to end", () -> Instant.now().isAfter(soon));
        Map<String, Object> delta = scene.pull(ADA, "since", Long.toString(seq(snapshot)), "scope", scope(snapshot));
        assertThat(told(changes(delta))).containsExactly("delete Sale 1");
        Map<String, Object> after = scene.pull(ADA, "since", Long.toString(seq(delta)), "scope", scope(delta));
        assertThat(changes(after)).isEmpty();
    }

    @Test
    void cursorOfTheFuture_isRefused() {
        scene.insert("Sale", 1);
        String scope = scope(scene.pull(ADA));
        String later = scope.substring(0, scope.lastIndexOf('.') + 1)
                + Instant.now().plusSeconds(60).toEpochMilli();
        assertThat(scene.response(ADA, "since", "1", "scope", later).status()).isEqualTo(410);
        String timeless = scope.substring(0, scope.lastIndexOf('.'));
        assertThat(scene.response(ADA, "since", "1", "scope", timeless).status())
                .isEqualTo(410);
    }

    @Test
    void socket_isToldWhatTimeHasTaken() {
        FakeSocket socket = scene.open(SyncScene.socket(ADA));
        socket.await(1);
        scene.insert(
                "Sale",
                1,
                "title",
                "short",
                "ends",
                Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(300));
        List<Map<String, Object>> all = new ArrayList<>();
        Await.until("the end of the sale and the new scope", () -> {
            all.addAll(socket.read());
            return all.size() == 3;
        });
        assertThat(told(all)).containsExactly("insert Sale 1", "delete Sale 1");
        assertThat(all.get(0)).containsKey("scope");
        Map<String, Object> hello = all.get(2);
        assertThat(hello).containsEntry("type", "hello").containsEntry("seq", scene.app.head());
        FakeSocket again = scene.open(
                SyncScene.socket(ADA).with("since", hello.get("seq").toString()).with("scope", (String)
                        hello.get("scope")));
        assertThat(again.await(1))
                .singleElement()
                .satisfies(frame -> assertThat(frame).containsEntry("type", "hello"));
    }
}
