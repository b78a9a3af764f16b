// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import static io.lynchet.sync.SyncScene.changes;
import static io.lynchet.sync.SyncScene.scope;
import static io.lynchet.sync.SyncScene.told;
import static io.lynchet.sync.SyncScene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sockets are told. */
class SyncSocketTest {
    private static final Principal ADA = user("ada");
    private static final Principal BOB = user("bob");
    private static final Principal STAFF = user("ada", "staff");

    @TempDir
    Path folder;

    private SyncScene scene;

    @BeforeEach
    void begin() throws IOException {
        scene = new SyncScene(folder);
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    private FakeSocket open(Principal principal) {
        return scene.open(SyncScene.socket(principal));
    }

    private List<Map<String, Object>> settled(FakeSocket socket) {
        scene.settle(socket);
        return socket.read();
    }

    private static List<Object> types(List<Map<String, Object>> frames) {
        return frames.stream().map(frame -> frame.getOrDefault("type", "event")).toList();
    }

    @Test
    void newSocket_isToldFromNowOn_withPrevOfTheFrameBefore() {
        long before = scene.insert("Note", 1, "body", "before");
        FakeSocket socket = open(ADA);
        Map<String, Object> hello = socket.await(1).get(0);
        assertThat(hello).containsOnlyKeys("type", "seq", "epoch", "scope").containsEntry("seq", before);
        assertThat(hello.get("scope")).isEqualTo(scope(scene.pull(ADA)));
        long first = scene.insert("Note", 2, "body", "b");
        scene.insert("Note", 3, "body", "bob's", "owner", "bob");
        scene.delete("Note", 2);
        List<Map<String, Object>> frames = settled(socket);
        assertThat(told(frames)).containsExactly("insert Note 2", "delete Note 2");
        assertThat(frames).extracting(frame -> frame.get("prev")).containsExactly(before, first);
        assertThat(frames.get(0)).containsOnlyKeys("seq", "entity", "row_id", "kind", "data", "timestamp", "prev");
    }

    @Test
    void socketOfLiveQueries_isToldNothing() {
        FakeSocket socket = scene.open(SyncScene.socket(ADA).purpose(ClientSocket.Purpose.LIVE));
        assertThat(scene.dispatcher.seq(socket)).isEqualTo(Long.MAX_VALUE);
        FakeSocket other = open(ADA);
        other.await(1);
        scene.insert("Note", 1, "body", "b");
        assertThat(settled(other)).hasSize(1);
        assertThat(socket.read()).isEmpty();
    }

    @Test
    void socketWithSince_isToldWhatItMissed_thenWhatComes() {
        long since = scene.insert("Note", 1, "body", "a");
        String scope = scope(scene.pull(ADA));
        scene.insert("Note", 2, "body", "missed");
        FakeSocket socket =
                scene.open(SyncScene.socket(ADA).with("since", "" + since).with("scope", scope));
        socket.await(2).forEach(frame -> assertThat(frame.get("seq")).isNotNull());
        scene.insert("Note", 3, "body", "live");
        List<Map<String, Object>> frames = settled(socket);
        assertThat(told(frames)).containsExactly("insert Note 3");
        assertThat(frames.get(0)).containsEntry("prev", since + 1);
    }

    @Test
    void eventStream_goesOnBehindItsLastEvent() {
        FakeSocket first = open(ADA);
        first.await(1);
        scene.insert("Note", 1, "body", "a");
        Await.until("the event", () -> first.frames().size() == 1);
        String last = FakeSocket.eventId(first.frames().get(0));
        scene.dispatcher.closed(first);
        scene.insert("Note", 2, "body", "missed");
        FakeSocket again = scene.open(SyncScene.socket(ADA).lastEventId(last));
        List<Map<String, Object>> frames = again.await(2);
        assertThat(types(frames)).containsExactly("hello", "event");
        assertThat(frames.get(0)).containsEntry("more", true);
        assertThat(told(frames)).containsExactly("insert Note 2");
    }

    @Test
    void cursorThatCantBeGoneOnFrom_isResync_andNonsenseCloses() {
        scene.insert("Note", 1, "body", "a");
        String scope = scope(scene.pull(ADA));
        FakeSocket other = scene.open(SyncScene.socket(BOB).with("since", "1").with("scope", scope));
        List<Map<String, Object>> frames = other.await(2);
        assertThat(types(frames)).containsExactly("hello", "resync");
        // A client that is cut off between the two must not go on from the hello.
        assertThat(frames.get(0)).containsEntry("more", true);
        assertThat(frames.get(1)).containsEntry("scope", scope(scene.pull(BOB)));
        FakeSocket ahead = scene.open(SyncScene.socket(ADA).with("since", "999"));
        assertThat(types(ahead.await(2))).containsExactly("hello", "resync");
        FakeSocket bad = scene.open(SyncScene.socket(ADA).with("since", "x"));
        assertThat(types(bad.await(1))).containsExactly("error");
        Await.until("the close", () -> bad.closeCode() == CloseCode.PROTOCOL_ERROR);
        scene.insert("Note", 2, "body", "b");
        assertThat(told(settled(other))).containsExactly("insert Note 2");
    }

    @Test
    void slowSocket_isToldThatItLost_andGoesOn() {
        FakeSocket socket = open(ADA);
        long cursor = (Long) socket.await(1).get(0).get("seq");
        socket.takeOnly(1);
        scene.insert("Note", 1, "body", "taken");
        scene.insert("Note", 2, "body", "dropped");
        scene.insert("Note", 3, "body", "dropped");
        scene.settle(socket);
        Await.until("the socket to be waited for", socket::isWaitedFor);
        assertThat(told(socket.read())).containsExactly("insert Note 1");
        socket.drain();
        Map<String, Object> lost = socket.await(1).get(0);
        assertThat(lost).containsOnlyKeys("type", "seq").containsEntry("type", "lost");
        assertThat(told(changes(scene.pull(ADA, "since", "" + (cursor + 1)))))
                .containsExactly("insert Note 2", "insert Note 3");
        scene.insert("Note", 4, "body", "again");
        List<Map<String, Object>> frames = settled(socket);
        assertThat(told(frames)).containsExactly("insert Note 4");
        assertThat(frames.get(0)).containsEntry("prev", lost.get("seq"));
        assertThat(scene.metrics.lost.sum()).isEqualTo(1);
    }

    @Test
    void rightsThatGo_takeTheirRowsAtOnce_andNoOthers() {
        scene.insert("Note", 1, "body", "everybody's");
        scene.insert("Staff", 2, "text", "secret");
        FakeSocket socket = open(STAFF);
        socket.await(1);
        socket.become(ADA);
        scene.dispatcher.principalChanged(socket);
        List<Map<String, Object>> frames = socket.await(2);
        assertThat(told(frames)).containsExactly("delete Staff 2");
        assertThat(frames.get(0)).containsEntry("more", true);
        assertThat(frames.get(1)).containsEntry("type", "hello").containsEntry("scope", scope(scene.pull(ADA)));
        scene.insert("Staff", 3, "text", "not for it");
        assertThat(settled(socket)).isEmpty();
        socket.become(STAFF);
        scene.dispatcher.principalChanged(socket);
        assertThat(told(socket.await(3))).containsExactly("update Staff 2", "update Staff 3");
    }

    @Test
    void existsRules_showAndHideRowsThatDidNotChange() {
        scene.insert("Task", 1, "title", "one", "project", "p");
        FakeSocket ada = open(ADA);
        FakeSocket bob = open(BOB);
        ada.await(1);
        bob.await(1);
        scene.insert("Member", 10, "user", "ada", "project", "p");
        scene.delete("Member", 10);
        List<Map<String, Object>> frames = settled(ada);
        assertThat(told(frames))
                .containsExactly("insert Member 10", "update Task 1", "delete Member 10", "delete Task 1");
        assertThat(frames).extracting(frame -> frame.get("more")).containsExactly(true, null, true, null);
        assertThat(settled(bob)).isEmpty();
    }

    @Test
    void manifestThatTookOver_makesOpenSocketsStartOver() throws IOException {
        scene.insert("Note", 1, "body", "a");
        FakeSocket socket = open(ADA);
        socket.await(1);
        scene.app.load(SyncScene.MANIFEST.replace("data.owner == null || ", ""));
        Map<String, Object> resync = socket.await(1).get(0);
        assertThat(resync).containsEntry("type", "resync").containsEntry("scope", scope(scene.pull(ADA)));
        scene.insert("Note", 2, "body", "hidden");
        scene.insert("Note", 3, "body", "mine", "owner", "ada");
        assertThat(told(settled(socket))).containsExactly("insert Note 3");
    }

    @Test
    void principalsOfOneGroup_shareFrames() {
        FakeSocket one = open(user("u1", "staff"));
        one.await(1);
        FakeSocket two = open(user("u1", "staff"));
        two.await(1);
        long evaluated = scene.metrics.evaluated.sum();
        scene.insert("Staff", 1, "text", "t");
        scene.settle(one, two);
        assertThat(one.frames()).hasSize(1);
        assertThat(two.frames().get(0)).isSameAs(one.frames().get(0));
        assertThat(scene.metrics.evaluated.sum()).isEqualTo(evaluated + 1);
    }
}
