// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import static io.lynchet.sync.SyncScene.changes;
import static io.lynchet.sync.SyncScene.id;
import static io.lynchet.sync.SyncScene.plain;
import static io.lynchet.sync.SyncScene.scope;
import static io.lynchet.sync.SyncScene.seq;
import static io.lynchet.sync.SyncScene.told;
import static io.lynchet.sync.SyncScene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response;
import io.lynchet.api.principal.Principal;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullChangesTest {
    private static final Principal ADA = user("ada");
    private static final Principal BOB = user("bob");

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

    private List<Map<String, Object>> since(Principal principal, long seq, String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "since";
        all[1] = Long.toString(seq);
        System.arraycopy(more, 0, all, 2, more.length);
        return changes(scene.pull(principal, all));
    }

    private List<String> told(Principal principal, long seq, String... more) {
        return SyncScene.told(since(principal, seq, more));
    }

    private String refusal(int status, Principal principal, String... parameters) {
        Response response = scene.response(principal, parameters);
        assertThat(response.status()).isEqualTo(status);
        return new String(response.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void changes_comeInOrder_withTheWholeRow_theirTimeAndACursor() {
        long begin = scene.insert("Note", 1, "body", "a", "secret", "s");
        scene.insert("Note", 2, "body", "c");
        scene.update("Note", 1, "body", "b");
        scene.delete("Note", 2);
        scene.insert("Note", 3, "body", "d");
        scene.delete("Note", 3);
        scene.insert("Note", 4, "body", "e");
        String scope = scope(scene.pull(ADA));
        List<Map<String, Object>> events = new ArrayList<>(since(ADA, begin, "scope", scope));
        assertThat(SyncScene.told(events)).containsExactly("update Note 1", "insert Note 4");
        scene.delete("Note", 4);
        events.addAll(since(ADA, scene.app.head() - 1, "scope", scope));
        assertThat(SyncScene.told(events)).containsExactly("update Note 1", "insert Note 4", "delete Note 4");
        Map<String, Object> update = events.get(0);
        assertThat(update).containsOnlyKeys("seq", "entity", "row_id", "kind", "data", "timestamp");
        assertThat(update.get("row_id")).isEqualTo(id(1));
        assertThat((Map<?, ?>) update.get("data")).isEqualTo(row(1, "b"));
        assertThat(Instant.parse((String) update.get("timestamp"))).isBeforeOrEqualTo(Instant.now());
        assertThat((Map<?, ?>) events.get(2).get("data")).isEqualTo(Map.of("id", id(4)));
        assertThat(seq(scene.pull(ADA, "since", "1"))).isEqualTo(scene.app.head());
    }

    private static Map<String, Object> row(int number, String body) {
        Map<String, Object> row = new java.util.LinkedHashMap<>();
        row.put("id", id(number));
        row.put("body", body);
        row.put("owner", null);
        return row;
    }

    @Test
    void cursor_movesOnOverChangesThatTheCallerDoesNotSee_pageByPage() {
        scene.insert("Note", 1, "body", "first");
        for (int i = 2; i <= 6; i++) {
            scene.insert("Note", i, "body", "b", "owner", "bob");
        }
        scene.insert("Note", 7, "body", "last");
        long at = 1;
        List<String> told = new ArrayList<>();
        int pages = 0;
        Map<String, Object> answer;
        do {
            answer = scene.pull(ADA, "since", Long.toString(at), "limit", "2");
            told.addAll(SyncScene.told(changes(answer)));
            at = seq(answer);
            pages++;
        } while ((Boolean) answer.get("has_more"));
        assertThat(told).containsExactly("insert Note 7");
        assertThat(pages).isEqualTo(3);
        assertThat(at).isEqualTo(scene.app.head());
    }

    @Test
    void rowsThatComeIntoAndGoOutOfSight_areUpdatesAndDeletes_andOthersAreNothing() {
        long begin = scene.insert("Staff", 9);
        FakeSocket ada = following(ADA);
        FakeSocket bob = following(BOB);
        FakeSocket eve = following(user("eve"));
        scene.insert("Note", 1, "body", "bob's", "owner", "bob");
        scene.update("Note", 1, "owner", "ada");
        scene.update("Note", 1, "body", "ada's");
        scene.update("Note", 1, "owner", "bob");
        scene.update("Note", 1, "body", "bob's again");
        scene.delete("Note", 1);
        scene.settle(ada, bob, eve);
        List<Map<String, Object>> frames = ada.read();
        assertThat(SyncScene.told(frames)).containsExactly("update Note 1", "update Note 1", "delete Note 1");
        assertThat(frames.toString()).doesNotContain("again").contains("ada's");
        assertThat(SyncScene.told(bob.read()))
                .containsExactly("insert Note 1", "delete Note 1", "update Note 1", "update Note 1", "delete Note 1");
        assertThat(eve.read()).isEmpty();
        for (Principal away : List.of(ADA, BOB, user("eve"))) {
            assertThat(told(away, begin, "scope", scope(scene.pull(away)))).isEmpty();
        }
    }

    /** Told of every commit as it comes. */
    private FakeSocket following(Principal principal) {
        FakeSocket socket = scene.open(SyncScene.socket(principal));
        socket.await(1);
        return socket;
    }

    /** Without a scope nobody knows what the client got with its snapshot. */
    @Test
    void clientWithoutAScope_isToldOfRowsThatLeave_alsoWhenTheyCameWhileItWasAway() {
        long begin = scene.insert("Staff", 9);
        scene.insert("Note", 1, "body", "a");
        scene.delete("Note", 1);
        assertThat(told(ADA, begin)).containsExactly("delete Note 1");
    }

    @Test
    void pullAfterASnapshot_tellsOfRowsThatLeft_whichItsPagesMayHaveShown() {
        scene.insert("Note", 1, "body", "a");
        long begin = scene.insert("Note", 2, "body", "b");
        String after = (String) scene.pull(ADA, "limit", "1").get("snapshot_after");
        scene.insert("Note", 3, "body", "c");
        Map<String, Object> last = scene.pull(ADA, "snapshot_after", after);
        assertThat(SyncScene.told(changes(last))).containsExactly("insert Note 2", "insert Note 3");
        assertThat(seq(last)).isEqualTo(begin);
        scene.delete("Note", 3);
        scene.insert("Note", 4, "body", "d");
        scene.delete("Note", 4);
        Map<String, Object> next = scene.pull(ADA, "since", "" + begin, "scope", scope(last));
        assertThat(SyncScene.told(changes(next))).containsExactly("delete Note 3");
        assertThat(scope(next)).isNotEqualTo(scope(last)).isEqualTo(scope(scene.pull(ADA)));
    }

    @Test
    void changeOfFieldsThatTheCallerDoesNotSee_isNothing() {
        long begin = scene.insert("Note", 1, "body", "a");
        scene.update("Note", 1, "secret", "s");
        assertThat(told(ADA, begin)).isEmpty();
        assertThat(since(Principal.ADMIN, begin).toString()).contains("secret=s");
    }

    @Test
    void existsRules_showAndHideRowsThatDidNotChange() {
        scene.insert("Task", 1, "title", "one", "project", "p");
        scene.insert("Task", 2, "title", "two", "project", "p");
        long begin = scene.insert("Task", 3, "title", "three", "project", "q");
        scene.insert("Member", 10, "user", "ada", "project", "p");
        assertThat(told(ADA, begin)).containsExactly("insert Member 10", "update Task 1", "update Task 2");
        scene.insert("Member", 11, "user", "ada", "project", "p");
        long two = scene.app.head();
        scene.delete("Member", 10);
        assertThat(told(ADA, two)).containsExactly("delete Member 10");
        scene.update("Member", 11, "project", "q");
        assertThat(told(ADA, two + 1))
                .containsExactly("update Member 11", "delete Task 1", "delete Task 2", "update Task 3");
        assertThat(told(BOB, 1)).isEmpty();
    }

    @Test
    void existsRules_lookAtRowsOfThen() {
        scene.insert("Task", 1, "title", "one", "project", "p");
        FakeSocket socket = following(ADA);
        scene.insert("Member", 10, "user", "ada", "project", "p");
        scene.update("Task", 1, "title", "seen");
        scene.delete("Member", 10);
        scene.update("Task", 1, "title", "unseen");
        scene.insert("Member", 11, "user", "ada", "project", "p");
        scene.delete("Task", 1);
        scene.settle(socket);
        List<Map<String, Object>> frames = socket.read();
        assertThat(SyncScene.told(frames))
                .containsExactly(
                        "insert Member 10",
                        "update Task 1",
                        "update Task 1",
                        "delete Member 10",
                        "delete Task 1",
                        "insert Member 11",
                        "update Task 1",
                        "delete Task 1");
        assertThat(frames.subList(0, 5).toString()).doesNotContain("unseen");
    }

    @Test
    void snapshot_isEverythingThatMayBeRead_inPagesAndWithACursorThatGoesOn() {
        for (int i = 1; i <= 5; i++) {
            scene.insert("Note", i, "body", "b" + i);
        }
        scene.insert("Note", 6, "body", "x", "owner", "bob");
        scene.insert("Task", 7, "title", "t");
        scene.insert("Staff", 8);
        scene.insert("Local", 9);
        long start = scene.app.head();
        List<String> told = new ArrayList<>();
        Map<String, Object> answer = scene.pull(ADA, "since", "0", "limit", "2");
        while (true) {
            told.addAll(SyncScene.told(changes(answer)));
            assertThat(changes(answer))
                    .allSatisfy(event -> assertThat(event.get("seq")).isEqualTo(start));
            String after = (String) answer.get("snapshot_after");
            assertThat(answer.get("has_more")).isEqualTo(after != null);
            if (after == null) {
                break;
            }
            assertThat(seq(answer)).isZero();
            scene.insert("Note", 20 + told.size(), "body", "meanwhile");
            answer = scene.pull(ADA, "limit", "2", "snapshot_after", after);
        }
        assertThat(told).startsWith("insert Note 1", "insert Note 2").contains("insert Note 5", "insert Task 7");
        assertThat(told.toString())
                .doesNotContain("Note 6")
                .doesNotContain("Staff")
                .doesNotContain("Local");
        assertThat(seq(answer)).isEqualTo(start);
        assertThat(told(ADA, start, "scope", scope(answer))).hasSizeGreaterThan(1);
    }

    @Test
    void snapshotOfOtherRights_isNotGoneOnWith() {
        scene.insert("Note", 1, "body", "a");
        scene.insert("Note", 2, "body", "a");
        String after = (String) scene.pull(ADA, "limit", "1").get("snapshot_after");
        assertThat(refusal(410, BOB, "snapshot_after", after)).contains("RESYNC_REQUIRED");
        assertThat(SyncScene.told(changes(scene.pull(ADA, "snapshot_after", after))))
                .containsExactly("insert Note 2");
    }

    @Test
    void entities_areRestricted_andUnknownOnesRefused() {
        scene.insert("Staff", 9);
        scene.insert("Note", 1, "body", "a");
        scene.insert("Task", 2, "title", "t");
        assertThat(told(ADA, 1, "entities", "Task")).containsExactly("insert Task 2");
        assertThat(told(ADA, 0, "entities", "Task")).containsExactly("insert Task 2");
        assertThat(told(ADA, 0, "entities", "Task,Note")).containsExactly("insert Note 1", "insert Task 2");
        for (String bad : List.of("Nope", "Local", "_auth_User", "", "Task,")) {
            LynchetException error =
                    catchThrowableOfType(LynchetException.class, () -> scene.pull(ADA, "entities", bad));
            assertThat(error.code()).as(bad).isEqualTo(ErrorCode.INVALID_PARAMETER);
        }
    }

    @Test
    void cursorThatCantBeServed_is410_andTellsTheOldestThatCan() {
        scene.insert("Note", 1, "body", "a");
        String scope = scope(scene.pull(ADA));
        String ahead = Long.toString(scene.app.head() + 1);
        assertThat(refusal(410, ADA, "since", ahead))
                .contains("\"oldest_seq\":0")
                .contains("RESYNC_REQUIRED");
        String epoch = scope.substring(0, scope.indexOf('.'));
        String other = (Long.parseLong(epoch) + 1) + scope.substring(epoch.length());
        assertThat(refusal(410, ADA, "since", "1", "scope", other)).contains("RESYNC_REQUIRED");
        assertThat(refusal(410, BOB, "since", "1", "scope", scope)).contains("RESYNC_REQUIRED");
        assertThat(refusal(410, user("ada", "staff"), "since", "1", "scope", scope))
                .contains("RESYNC_REQUIRED");
        assertThat(told(ADA, 1, "scope", scope)).isEmpty();
        assertThat(told(user("ada", "unheard-of"), 1, "scope", scope)).isEmpty();
    }

    @Test
    void cursorBehindAPrunedLog_is410_andTheOldestThatIsLeftGoesOn() {
        for (int number = 1; number <= 5; number++) {
            scene.insert("Note", number, "body", "a");
        }
        scene.app.pruneLog(4);
        assertThat(refusal(410, ADA, "since", "2")).contains("\"oldest_seq\":3").contains("RESYNC_REQUIRED");
        assertThat(told(ADA, 3)).containsExactly("insert Note 4", "insert Note 5");
        assertThat(told(ADA, 0)).hasSize(5);
    }

    @Test
    void scope_outlivesARestartOfTheReaders_andTellsAdminsFromOthers() {
        assertThat(scope(scene.pull(ADA))).isEqualTo(scope(scene.pull(user("ada"))));
        assertThat(scope(scene.pull(ADA))).isNotEqualTo(scope(scene.pull(BOB)));
        assertThat(scope(scene.pull(Principal.ADMIN))).isNotEqualTo(scope(scene.pull(ADA)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e3", "x", "", "9999999999999999999", "+1", "\u0661"})
    void badCursor_isRefused(String since) {
        LynchetException error = catchThrowableOfType(LynchetException.class, () -> scene.pull(ADA, "since", since));
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
    }

    @Test
    void callersOfOneGroup_shareWhatWasEvaluated() {
        long begin = scene.insert("Staff", 1);
        for (int i = 0; i < 20; i++) {
            scene.insert("Staff", 10 + i);
        }
        Principal first = user("u1", "staff");
        assertThat(told(first, begin)).hasSize(20);
        long evaluated = scene.metrics.evaluated.sum();
        assertThat(told(first, begin + 5)).hasSize(15);
        assertThat(told(first, begin, "limit", "7")).hasSize(7);
        assertThat(scene.metrics.evaluated.sum()).isEqualTo(evaluated);
        assertThat(scene.metrics.sharedPulls.sum()).isEqualTo(2);
        scene.insert("Staff", 40);
        assertThat(told(first, begin + 20)).containsExactly("insert Staff 40");
        assertThat(scene.metrics.evaluated.sum()).isEqualTo(evaluated + 1);
        assertThat(told(first, begin)).hasSize(21);
    }

    @Test
    void manifestThatTookOver_makesCursorsOfBeforeStartOver() throws IOException {
        scene.insert("Note", 1, "body", "a");
        String scope = scope(scene.pull(ADA));
        scene.app.load(SyncScene.MANIFEST.replace("data.owner == null || ", ""));
        Map<String, Object> error = plain(scene.response(ADA, "since", "1", "scope", scope));
        assertThat(error.toString()).contains("RESYNC_REQUIRED");
        assertThat(changes(scene.pull(ADA))).isEmpty();
    }
}
