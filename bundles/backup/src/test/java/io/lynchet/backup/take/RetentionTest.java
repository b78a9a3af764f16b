// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.take;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.backup.BackupSummary;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.backup.BackupScene;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.log.LogArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old backups go, but never the last one that is proven, nor the log that a kept one needs. */
final class RetentionTest {
    private static final Duration NOTHING_IS_YOUNG = Duration.ZERO;
    private static final Duration ALL_ARE_YOUNG = Duration.ofDays(1);

    @TempDir
    Path folder;

    private BackupScene scene;

    @BeforeEach
    void open() {
        scene = new BackupScene(folder);
        for (int i = 0; i < 4; i++) {
            scene.insert(scene.app.user("u" + i));
            scene.backup();
        }
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private List<String> apply(Duration age, int newest) throws IOException {
        try (BlobLocation place = scene.targets.open(scene.place)) {
            return new Retention(age, newest)
                    .apply(new BackupRepository(place), Instant.now().plusSeconds(1));
        }
    }

    private int segments() throws IOException {
        try (BlobLocation place = scene.targets.open(scene.place)) {
            return new LogArchive(place).segments().size();
        }
    }

    @Test
    void theNewestAndTheYoung_stay() throws IOException {
        List<String> names = scene.backupNames();
        assertThat(apply(ALL_ARE_YOUNG, 1)).isEmpty();
        assertThat(apply(NOTHING_IS_YOUNG, 9)).isEmpty();
        assertThat(segments()).isEqualTo(3);
        assertThat(apply(NOTHING_IS_YOUNG, 2)).containsExactlyElementsOf(names.subList(0, 2));
        assertThat(scene.backupNames()).containsExactlyElementsOf(names.subList(2, 4));
        assertThat(segments()).as("what leads on from the oldest that stays").isEqualTo(1);
        assertThat(scene.verify(Optional.of(names.get(2))).problems()).isEmpty();
    }

    @Test
    void theLastThatIsProven_stays_whileNoNewerOneIs() throws IOException {
        List<String> names = scene.backupNames();
        scene.verify(Optional.of(names.get(1)));
        assertThat(apply(NOTHING_IS_YOUNG, 1)).containsExactly(names.get(0), names.get(2));
        assertThat(scene.backups.list(scene.place))
                .extracting(BackupSummary::archivedTo)
                .as("its log stays, too")
                .containsExactly(4L, 4L);
        scene.verify(Optional.of(names.get(3)));
        assertThat(apply(NOTHING_IS_YOUNG, 1)).containsExactly(names.get(1));
        assertThat(segments()).isZero();
    }
}
