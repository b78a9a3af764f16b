// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.StoredObject;
import io.lynchet.testkit.HandleLeaks;
import io.lynchet.testkit.ThreadLeaks;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that break off. */
@ExtendWith({ThreadLeaks.class, HandleLeaks.class})
final class BadLineTest {
    private static final int MANY = 1_000_000;

    private S3Scene scene;
    private BlobLocation place;

    @BeforeEach
    void start() throws Exception {
        scene = new S3Scene();
        place = scene.badPlace();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void writing_goesOn() throws IOException {
        byte[] bytes = S3Scene.random(3 * S3Scene.PART_BYTES);
        scene.line.breakRequests(2, 700_000);
        S3Scene.put(place, "a", bytes);
        assertThat(scene.line.broken()).isEqualTo(2);
        assertThat(Arrays.equals(S3Scene.read(scene.place(), "a"), bytes)).isTrue();
        assertThat(scene.unfinished()).isZero();
    }

    @Test
    void writing_thatNeverGetsThrough_fails_andLeavesNothing() throws IOException {
        scene.line.breakRequests(MANY, 700_000);
        assertThatThrownBy(() -> S3Scene.put(place, "a", S3Scene.random(2 * S3Scene.PART_BYTES)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write some/app/a: ");
        assertThat(scene.unfinished()).isZero();
        assertThat(scene.place().list("")).isEmpty();
    }

    @Test
    void anAnswerThatIsLost_isAskedForAgain() throws IOException {
        scene.line.breakAnswers(1, 10);
        S3Scene.put(place, "a", new byte[3]);
        scene.line.breakAnswers(1, 10);
        assertThat(place.list("")).containsExactly(new StoredObject("a", 3));
        scene.line.breakAnswers(1, 10);
        place.delete("a");
        assertThat(place.list("")).isEmpty();
        assertThat(scene.line.broken()).isEqualTo(3);
    }

    @Test
    void aList_thatBreaksOff_isNotTakenForAWholeOne() throws IOException {
        for (int i = 0; i < 30; i++) {
            S3Scene.put(scene.place(), "object-" + i, new byte[1]);
        }
        scene.line.breakAnswers(2, 3_000);
        assertThat(place.list("")).hasSize(30);
        scene.line.breakAnswers(MANY, 3_000);
        assertThatThrownBy(() -> place.list(""))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot list objects: ");
    }

    @Test
    void reading_goesOnBehindTheLastByte() throws IOException {
        byte[] bytes = S3Scene.random(4_000_000);
        S3Scene.put(scene.place(), "a", bytes);
        scene.line.breakAnswers(5, 600_000);
        assertThat(Arrays.equals(S3Scene.read(place, "a"), bytes)).isTrue();
        assertThat(scene.line.broken()).isEqualTo(5);
    }

    @Test
    void reading_ofAnObjectThatWasReplaced_isRefused() throws IOException {
        S3Scene.put(scene.place(), "a", S3Scene.random(4_000_000));
        scene.line.breakAnswers(1, 2_000_000);
        try (InputStream in = place.read("a")) {
            assertThat(in.readNBytes(100_000)).hasSize(100_000);
            S3Scene.put(scene.place(), "a", S3Scene.random(4_000_001));
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("removed or replaced");
        }
    }

    @Test
    void reading_ofAnObjectThatWasRemoved_isRefused() throws IOException {
        S3Scene.put(scene.place(), "a", S3Scene.random(4_000_000));
        scene.line.breakAnswers(1, 2_000_000);
        try (InputStream in = place.read("a")) {
            assertThat(in.readNBytes(100_000)).hasSize(100_000);
            scene.place().delete("a");
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("removed or replaced");
        }
    }

    @Test
    void reading_thatNeverGetsOn_fails() throws IOException {
        S3Scene.put(scene.place(), "a", S3Scene.random(4_000_000));
        // No more than the head of an answer comes through.
        scene.line.breakAnswers(MANY, 300);
        assertThatThrownBy(() -> S3Scene.read(place, "a"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read some/app/a: ");
    }

    @Test
    void connectionsThatWereEndedWhileIdle_areReplaced() throws IOException {
        for (int i = 0; i < 5; i++) {
            S3Scene.put(place, "a", new byte[i]);
            scene.line.endAll();
        }
        assertThat(place.list("")).containsExactly(new StoredObject("a", 4));
    }
}
