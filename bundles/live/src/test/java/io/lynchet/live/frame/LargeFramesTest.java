// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.principal.Principal;
import io.lynchet.testkit.socket.FakeSocket;
import org.junit.jupiter.api.Test;

class LargeFramesTest {
    private static final int LARGE = LargeFrames.BYTES_MIN;

    private final LargeFrames frames = new LargeFrames(8L * LARGE);
    private final FakeSocket one = new FakeSocket(Principal.ADMIN);
    private final FakeSocket other = new FakeSocket(Principal.ADMIN);

    @Test
    void caller_hasAQuarterOfTheRoom_andGetsItBackFrameByFrame() {
        frames.offered(one, "ann", LARGE);
        assertThat(frames.hasRoom("ann", LARGE)).isTrue();
        frames.offered(one, "ann", LARGE);
        assertThat(frames.hasRoom("ann", LARGE)).isFalse();
        assertThat(frames.hasRoom("bob", LARGE)).isTrue();

        frames.sent(one, LARGE);

        assertThat(frames.bytes()).isEqualTo(LARGE);
        assertThat(frames.hasRoom("ann", LARGE)).isTrue();
        assertThat(frames.hasRoom("ann", 2 * LARGE)).isFalse();
        frames.sent(one, LARGE);
        assertThat(frames.bytes()).isZero();
    }

    @Test
    void socketThatLeaves_givesAllItsRoomBack_once() {
        frames.offered(one, "ann", LARGE);
        frames.offered(one, "ann", LARGE);
        frames.offered(other, "ann", LARGE);

        frames.left(one);

        assertThat(frames.bytes()).isEqualTo(LARGE);
        frames.sent(one, LARGE);
        assertThat(frames.bytes()).as("told late").isEqualTo(LARGE);
        frames.left(one);
        assertThat(frames.bytes()).isEqualTo(LARGE);
    }

    @Test
    void frameThatWaitsForTheSum_goesBeforeSmallerOnesOfEverybody() {
        LargeFrames.Round first = frames.round();
        frames.offered(one, null, 6L * LARGE);
        assertThat(first.hasRoom(null, 3 * LARGE)).isFalse();
        assertThat(first.hasRoom("ann", LARGE)).as("a later one").isFalse();
        assertThat(first.hasRoom("ann", LARGE - 1)).as("a small one").isTrue();
        assertThat(frames.round().hasRoom("ann", LARGE)).as("the next round").isTrue();
    }

    @Test
    void frameThatWaitsForItsCallersShare_goesBeforeSmallerOnesOfThatCallerOnly() {
        LargeFrames.Round first = frames.round();
        frames.offered(one, "ann", LARGE);
        assertThat(first.hasRoom("ann", 2 * LARGE)).isFalse();
        assertThat(first.hasRoom("ann", LARGE)).as("a later one").isFalse();
        assertThat(first.hasRoom("bob", LARGE)).isTrue();
    }
}
