// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupKind;
import io.lynchet.api.backup.BackupProgress;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.BackupSummary;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.backup.Backups;
import io.lynchet.api.backup.RestoreOrder;
import io.lynchet.api.backup.StoreMover;
import io.lynchet.shell.ShellFixture;
import io.lynchet.shell.ShellFixture.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands about backups, run through the socket and Gogo. */
@Timeout(60)
class BackupCommandsTest {
    private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

    private ShellFixture shell;
    private final FakeBackups backups = new FakeBackups();

    private static final class FakeBackups implements Backups, StoreMover {
        private final List<RestoreOrder> orders = new ArrayList<>();
        private final List<String> moves = new ArrayList<>();
        private BackupReport report = new BackupReport("b1", 1, 42, 7, 1_000, List.of());
        private LynchetException failure;

        private BackupTask task(BackupKind kind, String location) {
            CompletableFuture<BackupReport> end = new CompletableFuture<>();
            CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(() -> {
                if (failure == null) {
                    end.complete(report);
                } else {
                    end.completeExceptionally(failure);
                }
            });
            return new BackupTask() {
                @Override
                public long id() {
                    return 1;
                }

                @Override
                public BackupKind kind() {
                    return kind;
                }

                @Override
                public String location() {
                    return location;
                }

                @Override
                public Instant began() {
                    return AT;
                }

                @Override
                public BackupProgress progress() {
                    return new BackupProgress("backing up", 30, 120);
                }

                @Override
                public CompletionStage<BackupReport> report() {
                    return end;
                }

                @Override
                public void cancel() {
                    end.cancel(false);
                }
            };
        }

        @Override
        public BackupTask backup(String location, Optional<Path> data) {
            return task(BackupKind.BACKUP, location);
        }

        @Override
        public BackupTask verify(String location, Optional<String> name) {
            return task(BackupKind.VERIFY, location);
        }

        @Override
        public BackupTask restore(RestoreOrder order) {
            orders.add(order);
            return task(BackupKind.RESTORE, order.location());
        }

        @Override
        public BackupTask move(String from, String to) {
            moves.add(from + " " + to);
            return task(BackupKind.MOVE, to);
        }

        @Override
        public List<BackupSummary> list(String location) {
            return List.of(
                    new BackupSummary("b1", AT, 1, 42, 60, 7, 1_000, Optional.empty()),
                    new BackupSummary(
                            "b2", AT, 1, 60, 60, 9, 1_100, Optional.of(new BackupSummary.Verified(AT, false))));
        }

        @Override
        public List<BackupTask> tasks() {
            return List.of();
        }
    }

    @BeforeEach
    void start() throws IOException {
        shell = new ShellFixture(8);
        shell.services.services.add(backups);
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    @Test
    void backup_tellsWhatItTook_andOnATerminalHowFarItIs() throws IOException {
        assertThat(shell.run("backup /b").out()).startsWith("Backup b1: 7 rows at seq 42, 1,000 bytes, ");
        assertThat(shell.run("backup /b", 100).out())
                .contains("\rbacking up [######..................] 25 %  30 of 120");
        assertThat(shell.run("backup /b --json").out())
                .isEqualTo("{\"backup\":\"b1\",\"epoch\":1,\"seq\":42,\"rows\":7,\"bytes\":1000,\"problems\":[]}\n");
    }

    @Test
    void aTaskThatFails_isAnError() throws IOException {
        backups.failure = new LynchetException(ErrorCode.BACKUP_FAILED, "/b: no room");
        Answer answer = shell.run("backup /b");
        assertThat(answer.code()).isNotZero();
        assertThat(answer.err()).startsWith("BACKUP_FAILED: /b: no room");
    }

    @Test
    void verify_ofABackupThatIsNoGood_fails() throws IOException {
        assertThat(shell.run("verify /b").out()).startsWith("Backup b1 is good: 7 rows at seq 42");
        backups.report = new BackupReport("b1", 1, 42, 7, 1_000, List.of("rows-0000-Todo: its checksum is wrong"));
        Answer answer = shell.run("verify /b");
        assertThat(answer.code()).isNotZero();
        assertThat(answer.out()).isEqualTo("rows-0000-Todo: its checksum is wrong\n");
        assertThat(answer.err()).contains("Backup b1 is damaged");
    }

    @Test
    void restore_takesAPosition() throws IOException {
        assertThat(shell.run("restore /b --to /data --at 42").out())
                .startsWith("/data holds backup b1, epoch 1, seq 42");
        shell.run("restore /b --to /data --at 2026-11-24T12:00:00Z");
        shell.run("restore /b --to /data --backup b1");
        assertThat(backups.orders)
                .containsExactly(
                        new RestoreOrder(
                                "/b",
                                Optional.empty(),
                                Optional.of(Path.of("/data")),
                                OptionalLong.of(42),
                                Optional.empty()),
                        new RestoreOrder(
                                "/b",
                                Optional.empty(),
                                Optional.of(Path.of("/data")),
                                OptionalLong.empty(),
                                Optional.of(AT)),
                        new RestoreOrder(
                                "/b",
                                Optional.of("b1"),
                                Optional.of(Path.of("/data")),
                                OptionalLong.empty(),
                                Optional.empty()));
        assertThat(shell.run("restore /b").err()).contains("--to DIR or --in-place");
        assertThat(shell.run("restore /b --to /data --at noon").err()).contains("not noon");
    }

    @Test
    void restore_toAPositionInsideACommit_saysWhereItEnded() throws IOException {
        backups.report = new BackupReport("b1", 2, 60, 7, 1_000, List.of(), OptionalLong.of(40));
        assertThat(shell.run("restore /b --to /data --at 42").out())
                .contains("Seq 42 is inside a commit: restored to seq 40, the end of the one before.");
        assertThat(shell.run("restore /b --to /data --at 40").out()).contains("Restored to seq 40 of");
        assertThat(shell.run("restore /b --to /data --at 42 --json").out()).contains("\"restoredTo\":40");
    }

    @Test
    void backups_tellWhetherTheyAreProven() throws IOException {
        assertThat(shell.run("backups /b", 140).out()).contains("b1", "not yet", "b2", "DAMAGED");
        assertThat(shell.run("backups /b --json").out())
                .contains("\"archivedTo\":60", "\"verified\":null", "\"good\":false");
    }

    @Test
    void restore_inPlace_hasNoFolder_andOneOfBothIsNeeded() throws IOException {
        backups.report = new BackupReport("b1", 2, 42, 7, 1_000, List.of());
        Answer answer = shell.run("restore /b --in-place --at 42");
        assertThat(answer.out()).contains("Backup b1 serves", "epoch 2, seq 42");
        assertThat(backups.orders)
                .containsExactly(new RestoreOrder(
                        "/b", Optional.empty(), Optional.empty(), OptionalLong.of(42), Optional.empty()));
        for (String line : List.of("restore /b", "restore /b --in-place --to /data")) {
            assertThat(shell.run(line).err()).contains("--to DIR or --in-place");
        }
        assertThat(backups.orders).hasSize(1);
    }

    @Test
    void storeMove_tellsWhatServes_andWhatTheNextStartNeeds() throws IOException {
        backups.report = new BackupReport("postgres", 1, 42, 7, 0, List.of());
        shell.services.configurations.put("io.lynchet.data", Map.of("store.target", "sqlite"));
        Answer answer = shell.run("store move sqlite postgres");
        assertThat(backups.moves).containsExactly("sqlite postgres");
        assertThat(answer.out()).startsWith("The store postgres serves: 7 rows at seq 42, copied and compared in ");
        assertThat(answer.err() + answer.out())
                .contains("sqlite stays as it was", "Set io.lynchet.data:store.target to postgres");
        assertThat(shell.run("store move sqlite postgres --json").out())
                .isEqualTo("{\"provider\":\"postgres\",\"epoch\":1,\"headSeq\":42,\"rows\":7}\n");
    }

    @Test
    void storeMove_thatFails_saysWhy() throws IOException {
        backups.failure = new LynchetException(ErrorCode.CONFLICT, "The store postgres holds other data.");
        Answer answer = shell.run("store move sqlite postgres");
        assertThat(answer.code()).isNotZero();
        assertThat(answer.err()).contains("holds other data");
    }

    @Test
    void storeUse_switches() throws IOException {
        assertThat(shell.run("store use other").out()).isEqualTo("The store other serves, at seq 0 of epoch 1.\n");
        assertThat(shell.data.used).isEqualTo("other");
    }

    @Test
    void storeWithOtherWords_saysWhatItTakes_andWhichStoresThereAre() throws IOException {
        shell.run("store use other");
        for (String line :
                List.of("store move sqlite", "store mvoe", "store use", "store drop sqlite", "store use a b")) {
            assertThat(shell.run(line).err())
                    .contains("use <store>, or: move <store> <to>; the stores present are: other, sqlite.");
        }
        assertThat(backups.moves).isEmpty();
    }
}
