// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.restore;

import static io.lynchet.backup.MoveScene.MEMORY;
import static io.lynchet.backup.MoveScene.SQLITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.backup.BackupScene;
import io.lynchet.backup.MoveScene;
import io.lynchet.backup.format.ContentHash;
import io.lynchet.backup.format.ContentSize;
import io.lynchet.testkit.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoveStoreTest {
    @TempDir
    private Path folder;

    private MoveScene scene;

    @BeforeEach
    void open() throws Exception {
        scene = new MoveScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void move_keepsRowsSeqsEpochAndAnswers() {
        scene.insert("one", 1);
        WriteResult first = scene.insert("two", 2, Optional.of(new Operation(new OperationKey("c", "o"), "digest")));
        Store memory = scene.app.firstStore();
        Map<String, String> before = ContentHash.of(memory, () -> {}).sections();
        BackupReport report = BackupScene.done(scene.move(MEMORY, SQLITE));
        assertThat(report.backup()).isEqualTo(SQLITE);
        assertThat(report.rows()).isEqualTo(2);
        assertThat(scene.servingProvider()).isEqualTo(SQLITE);
        assertThat(ContentHash.of(scene.sqlite, () -> {}).sections()).isEqualTo(before);
        WriteResult again = scene.insert("two", 2, Optional.of(new Operation(new OperationKey("c", "o"), "digest")));
        assertThat(again.replayed()).isTrue();
        assertThat(again.seq()).isEqualTo(first.seq());
        assertThat(scene.insert("three", 3).seq()).isEqualTo(first.seq() + 1);
        assertThat(memory.info().headSeq()).isEqualTo(first.seq());
    }

    @Test
    void move_thereAndBackUnderLoad_losesAndDoublesNothing_andListenersHearEachChangeOnce() throws Exception {
        List<Long> heard = new ArrayList<>();
        AutoCloseable listening = scene.app.feed().subscribe(changes -> {
            synchronized (heard) {
                changes.forEach(change -> heard.add(change.seq()));
            }
        });
        Map<String, Long> acknowledged;
        try (MoveScene.Load load = scene.new Load(8)) {
            acknowledged = load.acknowledged;
            for (int round = 0; round < 3; round++) {
                int written = acknowledged.size();
                Await.until("writes before the move", () -> acknowledged.size() > written + 500);
                BackupScene.done(scene.move(MEMORY, SQLITE));
                int between = acknowledged.size();
                Await.until("writes after the move", () -> acknowledged.size() > between + 500);
                BackupScene.done(scene.move(SQLITE, MEMORY));
            }
        }
        assertThat(scene.servingProvider()).isEqualTo(MEMORY);
        Store memory = scene.app.firstStore();
        assertThat(seqByText(memory)).isEqualTo(acknowledged);
        long head = memory.info().headSeq();
        Await.until("all changes to be heard", () -> scene.app.feed().head() == head);
        synchronized (heard) {
            assertThat(heard).hasSize((int) head).isSorted().doesNotHaveDuplicates();
        }
        listening.close();
    }

    private static Map<String, Long> seqByText(Store store) {
        Map<String, Long> found = new java.util.HashMap<>();
        try (Snapshot snapshot = store.snapshot()) {
            for (long after = 0; after < snapshot.seq(); ) {
                List<Change> page = snapshot.changes(after, 1_000);
                for (Change change : page) {
                    assertThat(change.seq()).as("dense seqs").isEqualTo(++after);
                    String text = (String) change.after().get("text");
                    assertThat(found.put(text, change.seq()))
                            .as("doubled " + text)
                            .isNull();
                }
            }
        }
        assertThat(ContentSize.rows(store)).isEqualTo(found.size());
        return found;
    }

    @Test
    void move_whoseLastStepFails_leavesTheOldStoreInCharge_andWritersGoOn() throws Exception {
        scene.insert("one", 1);
        try (MoveScene.Load load = scene.new Load(4)) {
            Await.until("writes", () -> load.acknowledged.size() > 100);
            assertThatThrownBy(() -> scene.app.serving().handOver(MEMORY, SQLITE, (from, to) -> {
                        throw new LynchetException(ErrorCode.STORE_FAILED, "the new one broke");
                    }))
                    .hasMessageContaining("the new one broke");
            int before = load.acknowledged.size();
            Await.until("writes go on", () -> load.acknowledged.size() > before + 100);
        }
        assertThat(scene.servingProvider()).isEqualTo(MEMORY);
    }

    @Test
    void cancelledMove_leavesTheOldStoreInCharge_andTheNextOneGoesOn() throws Exception {
        try (MoveScene.Load load = scene.new Load(4)) {
            Await.until("writes", () -> load.acknowledged.size() > 2_000);
            BackupTask task = scene.move(MEMORY, SQLITE);
            task.cancel();
            assertThatThrownBy(() -> BackupScene.done(task))
                    .isInstanceOfSatisfying(
                            LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
            assertThat(scene.servingProvider()).isEqualTo(MEMORY);
            BackupScene.done(scene.move(MEMORY, SQLITE));
            assertThat(scene.servingProvider()).isEqualTo(SQLITE);
        }
    }

    @Test
    void storeWithRowsOfItsOwn_isNotOverwritten() {
        scene.insert("one", 1);
        scene.app.control().useStore(SQLITE);
        scene.insert("other", 2);
        long head = scene.sqlite.info().headSeq();
        scene.app.control().useStore(MEMORY);
        assertRefused(MEMORY, SQLITE, ErrorCode.CONFLICT, "holds other data");
        assertThat(scene.sqlite.info().headSeq()).isEqualTo(head);
        assertThat(scene.servingProvider()).isEqualTo(MEMORY);
    }

    @Test
    void namesThatDoNotFit_areRefused() {
        assertRefused(SQLITE, MEMORY, ErrorCode.CONFLICT, "memory serves");
        assertRefused(MEMORY, MEMORY, ErrorCode.CONFLICT, "serves already");
        assertRefused(MEMORY, "oracle", ErrorCode.NOT_FOUND, "no store oracle, only memory, sqlite");
        assertRefused("oracle", SQLITE, ErrorCode.NOT_FOUND, "no store oracle, only memory, sqlite");
    }

    @Test
    void storeThatLeavesMeanwhile_endsTheMove() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            scene.insert("n" + i, i);
        }
        BackupTask task = scene.move(MEMORY, SQLITE);
        Await.until("the move to be inside", () -> !task.progress().step().equals("waiting"));
        scene.app.remove(scene.app.firstStore());
        scene.app.add(scene.app.firstStore(), MEMORY);
        assertThat(task.report()
                        .handle((done, failure) -> true)
                        .toCompletableFuture()
                        .join())
                .isTrue();
        Await.until("a store to serve again", () -> scene.insert("again", 1).seq() > 2_000);
    }

    private void assertRefused(String from, String to, ErrorCode code, String words) {
        assertThatThrownBy(() -> BackupScene.done(scene.move(from, to)))
                .isInstanceOfSatisfying(LynchetException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).contains(words);
                });
    }
}
