// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.backup.BackupSummary;
import io.lynchet.api.health.Health;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.backup.BackupScene;
import io.lynchet.backup.take.Retention;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.ThreadLeaks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Backups that nobody asks for. */
@ExtendWith(ThreadLeaks.class)
final class BackupScheduleTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration NEVER_BY_ITSELF = Duration.ofDays(9);

    @TempDir
    Path folder;

    private BackupScene scene;
    private BackupSchedule schedule;

    @BeforeEach
    void open() {
        scene = new BackupScene(folder);
        schedule = new BackupSchedule(scene.backups, Clock.systemUTC());
        schedule.follow(plan(scene.place, DAY, NEVER_BY_ITSELF, 1));
    }

    private static BackupSchedule.Plan plan(String location, Duration every, Duration archive, int newest) {
        return new BackupSchedule.Plan(location, every, archive, new Retention(Duration.ZERO, newest));
    }

    @AfterEach
    void close() {
        schedule.close();
        scene.close();
    }

    private List<BackupSummary> list() {
        return scene.backups.list(scene.place);
    }

    @Test
    void theFirstLook_takesABackupAndTriesIt_andLaterOnesArchiveTheLog() {
        scene.insert(scene.app.user("u1"));
        schedule.lookOnce();
        assertThat(list()).singleElement().satisfies(one -> {
            assertThat(one.seq()).isEqualTo(1);
            assertThat(one.verified())
                    .hasValueSatisfying(verified -> assertThat(verified.good()).isTrue());
        });
        scene.insert(scene.app.user("u2"));
        scene.insert(scene.app.user("u3"));
        schedule.lookOnce();
        schedule.lookOnce();
        assertThat(list())
                .singleElement()
                .satisfies(one -> assertThat(one.archivedTo()).isEqualTo(3));
        scene.restore(scene.toSeq(scene.fresh("restored"), 2));
        try (OwnedStore restored = scene.factory.open(scene.fresh("restored"))) {
            assertThat(restored.info().headSeq()).isEqualTo(3);
        }
    }

    @Test
    void whenTheNewestIsOld_anotherIsTaken_andTheOldOneGoes() {
        schedule.lookOnce();
        String first = list().get(0).name();
        schedule.follow(plan(scene.place, Duration.ZERO, NEVER_BY_ITSELF, 1));
        scene.insert(scene.app.user("u1"));
        schedule.lookOnce();
        assertThat(list())
                .singleElement()
                .satisfies(one -> assertThat(one.name()).isNotEqualTo(first));
    }

    @Test
    void itLooksByItself_andTellsHowItGoes() {
        scene.insert(scene.app.user("u1"));
        schedule.follow(plan(scene.place, DAY, Duration.ofMillis(20), 1));
        Await.until("a backup is there", () -> list().size() == 1);
        Await.until("the schedule is well", () -> schedule.check().message().startsWith("archived at"));
        schedule.follow(plan("nothing:here", DAY, Duration.ofMillis(20), 1));
        Await.until("the schedule is not well", () -> schedule.check().state() == Health.State.DEGRADED);
        assertThat(schedule.check().message()).contains("nothing:here", "No bundle keeps backups");
        schedule.follow(BackupSchedule.Plan.NONE);
        assertThat(schedule.check().message()).isEqualTo("no scheduled backups");
    }

    @Test
    void errorInALook_isTold_andNotTheLastLook() {
        AtomicInteger looks = new AtomicInteger();
        Clock breaking = new Clock() {
            @Override
            public Instant instant() {
                if (looks.incrementAndGet() == 1) {
                    throw new NoClassDefFoundError("com/acme/Tools");
                }
                return Instant.now();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        scene.insert(scene.app.user("u1"));
        try (BackupSchedule other = new BackupSchedule(scene.backups, breaking)) {
            other.follow(plan(scene.place, DAY, Duration.ofMillis(20), 1));
            Await.until("a backup is there", () -> list().size() == 1);
            Await.until("the schedule is well", () -> other.check().message().startsWith("archived at"));
        }
        assertThat(looks.get()).isGreaterThan(1);
    }

    @Test
    void otherData_areNotMixedIn() {
        schedule.lookOnce();
        OwnedStore first = scene.store;
        scene.store = scene.factory.open(folder.resolve("other"));
        try {
            assertThatThrownBy(() -> schedule.lookOnce()).hasMessageContaining("has backups of other data");
        } finally {
            scene.store.close();
            scene.store = first;
        }
        assertThat(scene.verify(Optional.empty()).problems()).isEmpty();
    }
}
