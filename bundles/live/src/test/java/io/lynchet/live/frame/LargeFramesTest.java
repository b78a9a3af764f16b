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

        assertThat(frames.sent(one, LARGE)).isTrue();

        assertThat(frames.bytes()).isEqualTo(LARGE);
        assertThat(frames.hasRoom("ann", LARGE)).isTrue();
        assertThat(frames.hasRoom("ann", 2 * LARGE)).isFalse();
        assertThat(frames.sent(one, LARGE)).isTrue();
        assertThat(frames.bytes()).isZero();
    }

    @Test
    void socketThatLeaves_givesAllItsRoomBack_once() {
        frames.offered(one, "ann", LARGE);
        frames.offered(one, "ann", LARGE);
        frames.offered(other, "ann", LARGE);

        assertThat(frames.left(one)).isTrue();

        assertThat(frames.bytes()).isEqualTo(LARGE);
        assertThat(frames.sent(one, LARGE)).as("told late").isFalse();
        assertThat(frames.left(one)).isFalse();
        assertThat(frames.bytes()).isEqualTo(LARGE);
    }
}
