// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.BackupSummary;
import io.lynchet.api.backup.RestoreOrder;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Write;
import io.lynchet.backup.format.ContentHash;
import io.lynchet.backup.restore.DataFolders;
import io.lynchet.backup.restore.Restore;
import io.lynchet.testkit.HandleLeaks;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.random.RandomWrites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Backups taken, tried and restored, of a store in a file, at a place in a folder. */
@ExtendWith({ThreadLeaks.class, HandleLeaks.class})
final class BackupTest {
    private static final OperationKey KEY = new OperationKey("client", "op");

    @TempDir
    Path folder;

    private BackupScene scene;

    @BeforeEach
    void open() {
        scene = new BackupScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Write rename(String user, String name) {
        return new Write.Update(user, new Draft(scene.app.user()).set("name", name), Write.ANY);
    }

    private WriteResult rename(String user, String name, OperationKey key) {
        return scene.commit(List.of(rename(user, name)), Optional.of(key));
    }

    @Test
    void everythingThatWasThere_isThereAfterwards() throws IOException {
        scene.insert(scene.app.user("u1", "email", "a"), scene.app.user("u2"), scene.app.todo("t1", "owner", "u1"));
        WriteResult answer = rename("u1", "\ud83d\ude00\n\u0000", KEY);
        Map<String, String> before = ContentHash.of(scene.store, () -> {}).sections();
        BackupReport report = scene.backup();
        assertThat(report.seq()).isEqualTo(4);
        assertThat(report.rows()).isEqualTo(3);

        // The original is gone before the copy is read.
        scene.store.close();
        DataFolders.remove(folder.resolve("data"));
        Path restored = scene.fresh("restored");
        assertThat(scene.restore(scene.toEnd(restored)).seq()).isEqualTo(4);

        scene.store = scene.factory.open(restored);
        assertThat(ContentHash.of(scene.store, () -> {}).sections()).isEqualTo(before);
        assertThat(scene.store.info().epoch()).isEqualTo(2);
        scene.store.install(scene.app.schema(), MigrationPlan.NOTHING);
        WriteResult again = rename("u1", "other", KEY);
        assertThat(again.replayed()).isTrue();
        assertThat(again.seq()).isEqualTo(answer.seq());
        assertThat(scene.insert(scene.app.user("u3")).seq()).isEqualTo(5);
        assertThat(Files.readString(restored.resolve(Restore.RECORD))).contains("\"backup\":\"" + report.backup());
    }

    @Test
    void anEmptyStore_canBeBackedUp() {
        assertThat(scene.backup().rows()).isZero();
        assertThat(scene.verify(Optional.empty()).problems()).isEmpty();
        scene.restore(scene.toEnd(scene.fresh("restored")));
    }

    @Test
    void aBackupOfAFolder_needsNoProcess() {
        scene.insert(scene.app.user("u1"));
        Path data = folder.resolve("data");
        assertThat(catchThrowableOfType(
                                LynchetException.class,
                                () -> BackupScene.done(scene.backups.backup(scene.place, Optional.of(data))))
                        .code())
                .as("while it is in use")
                .isEqualTo(ErrorCode.CONFLICT);
        scene.store.close();
        assertThat(BackupScene.done(scene.backups.backup(scene.place, Optional.of(data)))
                        .rows())
                .isEqualTo(1);
        assertThat(catchThrowableOfType(
                                LynchetException.class,
                                () -> BackupScene.done(
                                        scene.backups.backup(scene.place, Optional.of(folder.resolve("none")))))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        scene.store = scene.factory.open(data);
    }

    @Test
    void everyPositionAfterABackup_canBeRestored() {
        Seeds.forEach(1, random -> {
            scene.close();
            scene = new BackupScene(Files.createTempDirectory(folder, "round"));
            Map<Long, Map<String, String>> recorded = new HashMap<>();
            scene.backup();
            RandomWrites writes = new RandomWrites(random, scene.app.schema());
            for (int i = 0; i < 300; i++) {
                scene.store
                        .commit(new io.lynchet.api.store.Commit(
                                writes.commit(),
                                io.lynchet.api.store.Guard.NONE,
                                random.nextInt(4) == 0
                                        ? Optional.of(new Operation(new OperationKey("c", "o" + i), "digest"))
                                        : Optional.empty(),
                                Optional.empty()))
                        .handle((answer, refused) -> answer)
                        .toCompletableFuture()
                        .join();
                recorded.put(scene.store.info().headSeq(), BackupScene.rowsOf(scene.store));
                if (i % 90 == 89) {
                    scene.backup();
                }
            }
            scene.backup();
            for (BackupSummary one : scene.backups.list(scene.place)) {
                assertThat(scene.verify(Optional.of(one.name())).problems()).isEmpty();
                assertThat(one.archivedTo()).isEqualTo(scene.store.info().headSeq());
            }
            List<Long> positions = new ArrayList<>(recorded.keySet());
            for (int i = 0; i < 50; i++) {
                long seq = positions.get(random.nextInt(positions.size()));
                Path to = scene.fresh("at-" + i);
                scene.restore(scene.toSeq(to, seq));
                assertThat(scene.rowsIn(to)).as("at seq %s", seq).isEqualTo(recorded.get(seq));
            }
        });
    }

    @Test
    void aPositionInsideACommit_isTheEndOfTheOneBefore_andTheReportSaysSo() {
        scene.insert(scene.app.user("u1"));
        scene.backup();
        scene.insert(scene.app.user("u2"), scene.app.user("u3"), scene.app.user("u4"));
        scene.backup();
        Optional<String> first =
                Optional.of(scene.backups.list(scene.place).get(0).name());
        for (long seq = 1; seq <= 4; seq++) {
            Path to = scene.fresh("at-" + seq);
            BackupReport report = scene.restore(
                    new RestoreOrder(scene.place, first, Optional.of(to), OptionalLong.of(seq), Optional.empty()));
            assertThat(report.restoredTo()).hasValue(seq < 4 ? 1 : 4);
            try (OwnedStore restored = scene.factory.open(to)) {
                assertThat(restored.latest()
                                .count(
                                        restored.installed()
                                                .orElseThrow()
                                                .entity("User")
                                                .orElseThrow(),
                                        io.lynchet.api.query.Filter.Constant.TRUE))
                        .isEqualTo(seq < 4 ? 1 : 4);
            }
        }
    }

    @Test
    void afterARestoreToAnEarlierPosition_nobodyDiverges() {
        scene.insert(scene.app.user("u1"));
        scene.backup();
        rename("u1", "x", KEY);
        scene.insert(scene.app.user("u2"));
        scene.backup();
        Path to = scene.fresh("restored");
        scene.restore(scene.toSeq(to, 1));
        try (OwnedStore restored = scene.factory.open(to)) {
            assertThat(restored.info().epoch()).isEqualTo(2);
            assertThat(restored.info().headSeq()).isEqualTo(3);
            try (Snapshot snapshot = restored.snapshot()) {
                for (long cursor = 0; cursor < 3; cursor++) {
                    long from = cursor;
                    assertThat(catchThrowableOfType(LynchetException.class, () -> snapshot.changes(from, 1))
                                    .code())
                            .isEqualTo(ErrorCode.RESYNC_REQUIRED);
                }
                List<OperationKey> keys = new ArrayList<>();
                snapshot.operations(0, Long.MAX_VALUE, (key, answer) -> keys.add(key));
                assertThat(keys).as("answers of what was cut off").isEmpty();
            }
        }
    }

    @Test
    void anInstant_isAPosition() {
        scene.insert(scene.app.user("u1"));
        scene.backup();
        scene.insert(scene.app.user("u2"));
        scene.insert(scene.app.user("u3"));
        scene.backup();
        Instant second;
        try (Snapshot snapshot = scene.store.snapshot()) {
            second = snapshot.changes(1, 1).get(0).at();
        }
        Path to = scene.fresh("restored");
        Optional<String> first =
                Optional.of(scene.backups.list(scene.place).get(0).name());
        scene.restore(new RestoreOrder(scene.place, first, Optional.of(to), OptionalLong.empty(), Optional.of(second)));
        try (OwnedStore restored = scene.factory.open(to)) {
            assertThat(restored.latest()
                            .count(
                                    restored.installed()
                                            .orElseThrow()
                                            .entity("User")
                                            .orElseThrow(),
                                    io.lynchet.api.query.Filter.Constant.TRUE))
                    .isEqualTo(2);
        }
        assertThat(scene.backups.list(scene.place))
                .extracting(BackupSummary::at)
                .as("no change in a backup is younger than it")
                .satisfies(at -> assertThat(at.get(0)).isBefore(second))
                .satisfies(at -> assertThat(at.get(1)).isAfter(second));
        RestoreOrder tooEarly = new RestoreOrder(
                scene.place,
                Optional.empty(),
                Optional.of(scene.fresh("early")),
                OptionalLong.empty(),
                Optional.of(Instant.EPOCH));
        assertThat(scene.refusal(tooEarly)).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void aMigration_endsTheLog_andTheNextBackupBeginsIt() {
        scene.insert(scene.app.user("u1"));
        scene.backup();
        scene.insert(scene.app.user("u2"));
        Schema more = new Schema(Stream.concat(
                        scene.app.schema().entities().stream(),
                        Stream.of(new Entity("More", List.of(), List.of(), List.of(), true)))
                .toList());
        scene.store.install(
                more,
                new MigrationPlan(
                        List.of(new MigrationStep.CreateEntity(
                                more.entities().get(more.entities().size() - 1))),
                        Set.of()));
        scene.backup();
        List<BackupSummary> list = scene.backups.list(scene.place);
        assertThat(list.get(0).archivedTo()).isEqualTo(1);
        assertThat(list.get(1).seq()).isEqualTo(2);
        scene.restore(scene.toSeq(scene.fresh("after"), 2));
        scene.restore(scene.toSeq(scene.fresh("before"), 1));
    }

    @Test
    void aFolderWithSomething_isNotRestoredInto() throws IOException {
        scene.insert(scene.app.user("u1"));
        scene.backup();
        Path to = Files.createDirectory(scene.fresh("used"));
        Files.writeString(to.resolve("file"), "mine");
        assertThat(scene.refusal(scene.toEnd(to))).isEqualTo(ErrorCode.CONFLICT);
        assertThat(Files.readString(to.resolve("file"))).isEqualTo("mine");
        Path empty = Files.createDirectory(scene.fresh("empty"));
        scene.restore(scene.toEnd(empty));
        assertThat(scene.rowsIn(empty)).isEqualTo(BackupScene.rowsOf(scene.store));
    }

    @Test
    void backupsOfOtherData_areNotMixed() {
        scene.backup();
        try (OwnedStore other = scene.factory.open(folder.resolve("other"))) {
            assertThat(other.info().headSeq()).isZero();
        }
        assertThat(catchThrowableOfType(
                                LynchetException.class,
                                () -> BackupScene.done(
                                        scene.backups.backup(scene.place, Optional.of(folder.resolve("other")))))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void aCopyThatWentAnotherWay_doesNotMixItsLogIn() throws IOException {
        scene.insert(scene.app.user("u1"));
        scene.backup();
        scene.insert(scene.app.user("u2"));
        scene.store.close();
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(folder.resolve("data/lynchet.db"), copy.resolve("lynchet.db"));
        scene.store = scene.factory.open(folder.resolve("data"));
        scene.store.install(scene.app.schema(), MigrationPlan.NOTHING);
        scene.insert(scene.app.user("u3"));
        scene.backup();
        try (OwnedStore other = scene.factory.open(copy)) {
            other.install(scene.app.schema(), MigrationPlan.NOTHING);
            io.lynchet.testkit.Await.value(other.commit(io.lynchet.api.store.Commit.of(
                    new Write.Insert(scene.app.user("u4")), io.lynchet.api.store.Guard.NONE)));
        }
        assertThat(catchThrowableOfType(
                                LynchetException.class,
                                () -> BackupScene.done(scene.backups.backup(scene.place, Optional.of(copy))))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void oneTaskAtATime_andTheyAreTold() {
        scene.insert(scene.app.user("u1"));
        BackupReport report = scene.backup();
        assertThat(scene.verify(Optional.empty()).problems()).isEmpty();
        assertThat(scene.backups.tasks())
                .extracting(task -> task.kind().wireName())
                .containsExactly("verify", "backup");
        assertThat(scene.backups.list(scene.place))
                .singleElement()
                .satisfies(one -> assertThat(one.name()).isEqualTo(report.backup()))
                .satisfies(one -> assertThat(one.verified())
                        .hasValueSatisfying(v -> assertThat(v.good()).isTrue()));
        assertThat(catchThrowableOfType(
                                LynchetException.class,
                                () -> BackupScene.done(scene.backups.backup("ftp:x", Optional.empty())))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
