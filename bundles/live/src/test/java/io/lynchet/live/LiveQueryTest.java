// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Principal;
import io.lynchet.live.engine.LiveEngine;
import io.lynchet.live.group.LiveLimits;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveQueryTest {
    private static final Principal ANN = Principal.user("ann");

    @TempDir
    Path folder;

    private LiveScene scene;
    private FakeSocket ann;

    @BeforeEach
    void open() throws IOException {
        scene = new LiveScene(folder, LiveScene.NOTES);
        ann = scene.socket(ANN);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void rows_thatComeChangeAndGo_areTold() {
        String first = scene.insert("News", "title", "a");
        LiveClient client = scene.subscribe(ann, "\"entity\":\"News\"");
        scene.settle(ann);
        assertThat(client.rows).containsOnlyKeys(first);
        String second = scene.insert("News", "title", "b");
        scene.update("News", first, "title", "c");
        scene.settle(ann);
        assertThat(client.rows.get(first)).containsEntry("title", "c");
        assertThat(client.rows).containsOnlyKeys(first, second);
        scene.delete("News", first);
        scene.settle(ann);
        assertThat(client.rows).containsOnlyKeys(second);
        assertThat(client.snapshots).isEqualTo(1);
    }

    @Test
    void window_isRefilledFromTheStore_whenItsRowsGo() {
        for (long i = 0; i < 60; i++) {
            scene.insert("News", "title", "n", "rank", i);
        }
        LiveClient client = scene.subscribe(ann, "\"entity\":\"News\",\"order\":[[\"rank\",\"asc\"]],\"limit\":3");
        scene.settle(ann);
        assertThat(client.hasMore).isTrue();
        for (int i = 0; i < 58; i++) {
            client.rows.values().stream()
                    .filter(row -> row.get("rank").equals(ranks(client).get(0)))
                    .findFirst()
                    .ifPresent(row -> scene.delete("News", (String) row.get("id")));
            scene.settle(ann);
        }
        assertThat(ranks(client)).containsExactly(58L, 59L);
        assertThat(client.hasMore).isFalse();
        assertThat(client.snapshots).isEqualTo(1);
    }

    private static List<Long> ranks(LiveClient client) {
        return client.rows.values().stream()
                .map(row -> (Long) row.get("rank"))
                .sorted()
                .toList();
    }

    @Test
    void rowsThatMayNotBeRead_areNeverTold_andLeaveWhenTheRightGoes() {
        String hers = scene.insert("Note", "owner", "ann", "token", "t0k3n");
        String his = scene.insert("Note", "owner", "ben");
        LiveClient client = scene.subscribe(ann, "\"entity\":\"Note\"");
        scene.settle(ann);
        assertThat(client.rows).containsOnlyKeys(hers);
        assertThat(client.rows.get(hers)).doesNotContainKey("token");
        scene.update("Note", his, "rank", 1L);
        scene.update("Note", hers, "owner", "ben");
        scene.settle(ann);
        assertThat(client.rows).isEmpty();
        assertThat(client.types).containsExactly("snapshot", "diff");
    }

    @Test
    void changesOfServerOnlyFields_areNotEvenHinted() {
        String hers = scene.insert("Note", "owner", "ann", "token", "a");
        LiveClient client = scene.subscribe(ann, "\"entity\":\"Note\"");
        scene.settle(ann);
        scene.update("Note", hers, "token", "b");
        scene.settle(ann);
        assertThat(client.types).containsExactly("snapshot");
    }

    @Test
    void rowsThatOtherRowsDecideOn_followThose() {
        String note = scene.insert("Note", "team", "red");
        LiveClient client = scene.subscribe(ann, "\"entity\":\"Note\"");
        scene.settle(ann);
        assertThat(client.rows).isEmpty();
        String membership = scene.insert("Member", "user", "ann", "team", "red");
        scene.settle(ann);
        assertThat(client.rows).containsOnlyKeys(note);
        scene.insert("Member", "user", "ben", "team", "red");
        scene.delete("Member", membership);
        scene.settle(ann);
        assertThat(client.rows).isEmpty();
    }

    @Test
    void membershipsOfOthers_areNotLookedAt() {
        scene.subscribe(ann, "\"entity\":\"Note\"");
        scene.settle(ann);
        long reads = scene.engine.metrics().reads();
        scene.insert("Member", "user", "ben", "team", "red");
        scene.settle(ann);
        assertThat(scene.engine.metrics().reads()).isEqualTo(reads);
    }

    @Test
    void time_showsRowsByItself() {
        java.time.Instant soon =
                java.time.Instant.now().plusMillis(1_500).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        String due = scene.insert("Due", "at", soon);
        LiveClient client = scene.subscribe(ann, "\"entity\":\"Due\"");
        scene.settle(ann);
        assertThat(client.rows).isEmpty();
        Await.until("the row to be due", () -> {
            scene.take(ann);
            return client.rows.containsKey(due);
        });
    }

    @Test
    void rightsThatAreTaken_makeRowsLeave_andRightsThatComeBack_bringThem() {
        String row = scene.insert("Staff", "x", 1L);
        FakeSocket staff = scene.socket(new Principal("ann", null, null, Set.of("staff"), false, false));
        LiveClient client = scene.subscribe(staff, "\"entity\":\"Staff\"");
        scene.settle(staff);
        assertThat(client.rows).containsOnlyKeys(row);
        staff.become(ANN);
        scene.frames.principalChanged(staff);
        Await.until("the row to leave", () -> {
            scene.take(staff);
            return client.rows.isEmpty();
        });
        scene.insert("Staff", "x", 2L);
        scene.settle(staff);
        assertThat(client.rows).isEmpty();
        staff.become(new Principal("ann", null, null, Set.of("staff"), false, false));
        scene.frames.principalChanged(staff);
        Await.until("both rows", () -> {
            scene.take(staff);
            return client.rows.size() == 2;
        });
        assertThat(client.snapshots).isEqualTo(1);
    }

    @Test
    void entityThatNobodyMayRead_isDenied() {
        refused(ErrorCode.POLICY_DENIED, "\"entity\":\"Closed\"");
        refused(ErrorCode.ENTITY_NOT_FOUND, "\"entity\":\"_session\"");
        refused(ErrorCode.INVALID_COLUMN, "\"entity\":\"Note\",\"where\":{\"token\":\"a\"}");
        refused(ErrorCode.INVALID_COLUMN, "\"entity\":\"Note\",\"order\":[[\"token\",\"asc\"]]");
        refused(ErrorCode.INVALID_QUERY, "\"entity\":\"Note\",\"include\":{}");
        refused(ErrorCode.INVALID_QUERY, "\"entity\":\"Note\",\"limit\":5001");
        refused(ErrorCode.INVALID_QUERY, "\"entity\":\"Note\",\"count\":true,\"limit\":5");
        refused(ErrorCode.INVALID_DATA, "\"entity\":\"Note\",\"sinse\":5");
        assertThat(scene.engine.memberships().count()).isZero();
    }

    private void refused(ErrorCode code, String members) {
        assertThatThrownBy(() -> scene.subscribe(ann, members))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void equalQueries_shareOneResult_andDifferentRights_doNot() {
        FakeSocket other = scene.socket(ANN);
        FakeSocket ben = scene.socket(Principal.user("ben"));
        scene.subscribe(ann, "\"entity\":\"Note\",\"where\":{\"rank\":1}");
        scene.subscribe(other, "\"entity\":\"Note\",\"where\":{\"rank\":1}");
        scene.subscribe(ben, "\"entity\":\"Note\",\"where\":{\"rank\":1}");
        scene.settle(ann, other, ben);
        assertThat(new OpenQueries(scene.engine).subscriptions())
                .extracting(io.lynchet.api.live.LiveQueries.Subscription::sharedBy)
                .containsExactly(2, 2, 1);
        assertThat(scene.engine.metrics().reads()).isEqualTo(2);
    }

    @Test
    void write_isLookedAtOnlyByQueriesThatItCanTouch() {
        for (int i = 0; i < 200; i++) {
            FakeSocket socket = scene.socket(Principal.user("u" + i));
            scene.subscribe(socket, "\"entity\":\"News\",\"where\":{\"rank\":" + i + "}");
            scene.settle(socket);
        }
        long looks = scene.engine.metrics().looks();
        FakeSocket fifth = scene.socket(ANN);
        LiveClient client = scene.subscribe(fifth, "\"entity\":\"News\",\"where\":{\"rank\":5}");
        scene.settle(fifth);
        String row = scene.insert("News", "title", "a", "rank", 5L);
        scene.update("News", row, "rank", 6L);
        scene.settle(fifth);
        assertThat(client.rows).isEmpty();
        assertThat(scene.engine.metrics().looks() - looks).isLessThanOrEqualTo(4);
    }

    @Test
    void count_andAggregate_areKeptWithoutReading() {
        LiveClient count = scene.subscribe(ann, "\"entity\":\"News\",\"where\":{\"rank\":{\"$gt\":1}},\"count\":true");
        LiveClient aggregate = scene.subscribe(
                ann,
                "\"entity\":\"News\",\"aggregate\":{\"count\":\"*\",\"sum\":[\"rank\"],\"max\":[\"rank\"],\"groupBy\":[\"title\"]}");
        scene.settle(ann);
        long reads = scene.engine.metrics().reads();
        String row = scene.insert("News", "title", "a", "rank", 1L);
        scene.insert("News", "title", "a", "rank", 5L);
        scene.insert("News", "title", "b");
        scene.settle(ann);
        assertThat(count.value).isEqualTo(1L);
        assertThat(aggregate.value)
                .asString()
                .isEqualTo(
                        "[{title=a, count=2, sum_rank=6, max_rank=5}, {title=b, count=1, sum_rank=null, max_rank=null}]");
        scene.update("News", row, "title", "b");
        scene.settle(ann);
        assertThat(aggregate.value)
                .asString()
                .isEqualTo("[{title=a, count=1, sum_rank=5, max_rank=5}, {title=b, count=2, sum_rank=1, max_rank=1}]");
        assertThat(scene.engine.metrics().reads()).isEqualTo(reads);
    }

    @Test
    void clientThatComesBack_getsOnlyWhatItMissed() {
        String kept = scene.insert("News", "title", "a", "rank", 1L);
        String gone = scene.insert("News", "title", "b", "rank", 2L);
        LiveClient before = scene.subscribe(ann, "\"entity\":\"News\",\"order\":[[\"rank\",\"asc\"]],\"limit\":2");
        scene.settle(ann);
        scene.frames.closed(ann);
        scene.delete("News", gone);
        String added = scene.insert("News", "title", "c", "rank", 0L);
        FakeSocket again = scene.socket(ANN);
        LiveClient after = scene.subscribe(
                again,
                "\"entity\":\"News\",\"order\":[[\"rank\",\"asc\"]],\"limit\":2,\"since\":" + before.seq
                        + ",\"scope\":\"" + before.scope + "\"");
        after.rows.putAll(before.rows);
        after.seq = before.seq;
        scene.settle(again);
        assertThat(after.rows).containsOnlyKeys(kept, added);
        assertThat(after.types).containsOnly("diff");
    }

    @Test
    void clientThatComesBackBehindAPrunedLog_getsWhatIsTrue() throws Exception {
        LiveClient before = scene.subscribe(ann, "\"entity\":\"News\"");
        String gone = scene.insert("News", "title", "a");
        scene.settle(ann);
        scene.frames.closed(ann);
        scene.delete("News", gone);
        String added = scene.insert("News", "title", "b");
        scene.app.pruneLog(scene.app.head());
        // A server that has started again remembers nothing of before.
        try (LiveEngine restarted = new LiveEngine(scene.services, LiveLimits.ofHeap(Long.MAX_VALUE));
                AutoCloseable following = scene.app.feed().subscribe(restarted.mailbox()::changed)) {
            restarted.follow(scene.app.feed());
            SubscriptionFrames frames = new SubscriptionFrames(scene.services, restarted);
            FakeSocket again = scene.socket(ANN);
            LiveClient after = new LiveClient("q");
            after.rows.putAll(before.rows);
            frames.frame(
                    again,
                    "subscribe",
                    ("{\"type\":\"subscribe\",\"id\":\"q\",\"entity\":\"News\",\"since\":" + before.seq
                                    + ",\"scope\":\"" + before.scope + "\"}")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            Await.until("an answer", () -> frames.seq(again) >= scene.app.head());
            after.take(LiveScene.nodes(again));
            assertThat(after.types).containsExactly("snapshot");
            assertThat(after.rows).containsOnlyKeys(added);
        }
    }

    @Test
    void clientThatComesBackUnderOtherRights_getsASnapshot() {
        LiveClient before = scene.subscribe(ann, "\"entity\":\"Note\",\"where\":{\"rank\":1}");
        scene.settle(ann);
        FakeSocket ben = scene.socket(Principal.user("ben"));
        LiveClient after = scene.subscribe(
                ben,
                "\"entity\":\"Note\",\"where\":{\"rank\":1},\"since\":" + before.seq + ",\"scope\":\"" + before.scope
                        + "\"");
        scene.settle(ben);
        assertThat(after.types).containsExactly("snapshot");
    }

    @Test
    void slowClient_isToldThatItMissedSomething_andThenTheTruth() {
        LiveClient client = scene.subscribe(ann, "\"entity\":\"News\"");
        scene.settle(ann);
        ann.takeOnly(1);
        scene.insert("News", "title", "a");
        Await.until("the first to be offered", () -> scene.engine.processed() >= scene.app.head());
        scene.insert("News", "title", "b");
        Await.until("the queue to be full", ann::isWaitedFor);
        scene.insert("News", "title", "c");
        Await.until("the third to be passed over", () -> scene.engine.processed() >= scene.app.head());
        ann.drain();
        scene.settle(ann);
        assertThat(client.types).containsExactly("snapshot", "diff", "lost", "snapshot");
        assertThat(client.rows).hasSize(3);
    }

    @Test
    void unsubscribed_isTheLastWord() {
        LiveClient client = scene.subscribe(ann, "\"entity\":\"News\"");
        scene.settle(ann);
        scene.send(ann, "unsubscribe", "{\"type\":\"unsubscribe\",\"id\":\"" + client.id + "\"}");
        scene.insert("News", "title", "a");
        Await.until("the answer", () -> {
            scene.take(ann);
            return client.types.contains("unsubscribed");
        });
        assertThat(client.types).containsExactly("snapshot", "unsubscribed");
        assertThatThrownBy(
                        () -> scene.send(ann, "unsubscribe", "{\"type\":\"unsubscribe\",\"id\":\"" + client.id + "\"}"))
                .isInstanceOf(LynchetException.class);
    }

    @Test
    void closedSocket_leavesNothingBehind() {
        scene.subscribe(ann, "\"entity\":\"News\"");
        scene.settle(ann);
        scene.frames.closed(ann);
        Await.until("nothing to be left", () -> scene.engine.memberships().count() == 0);
        assertThat(scene.frames.seq(ann)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void reload_goesOnWithTheNewSchema_andEndsWhatItDoesNotKnow() throws IOException {
        String row = scene.insert("News", "title", "a", "rank", 1L);
        LiveClient kept = scene.subscribe(ann, "\"entity\":\"News\"");
        LiveClient lost = scene.subscribe(ann, "\"entity\":\"Note\",\"where\":{\"team\":\"red\"}");
        scene.settle(ann);
        String next = LiveScene.NOTES
                .replace(
                        "\"name\":\"team\",\"type\":\"string\",\"optional\":true",
                        "\"name\":\"team\",\"type\":\"string\",\"optional\":true,\"serverOnly\":true")
                .replace(
                        "\"name\":\"title\",\"type\":\"string\"}",
                        "\"name\":\"title\",\"type\":\"string\"},{\"name\":\"more\",\"type\":\"string\",\"optional\":true}");
        assertThat(scene.app.load(next).applied()).isTrue();
        scene.update("News", row, "more", "x");
        Await.until("the end of what is gone", () -> {
            scene.take(ann);
            return lost.error != null;
        });
        scene.settle(ann);
        assertThat(kept.rows.get(row)).containsEntry("more", "x");
        assertThat(kept.snapshots).isEqualTo(1);
        assertThat(((Map<?, ?>) lost.error.plain()).get("code")).isEqualTo("INVALID_COLUMN");
    }
}
