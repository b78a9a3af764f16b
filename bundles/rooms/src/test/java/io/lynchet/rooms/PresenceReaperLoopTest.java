// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.rooms.enforce.PresenceReaper;
import io.lynchet.rooms.enforce.RateLimiter;
import io.lynchet.rooms.room.RoomClock;
import io.lynchet.rooms.room.RoomRights;
import io.lynchet.testkit.Await;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one thread that looks after the rooms, when something in a turn of it breaks. */
class PresenceReaperLoopTest {
    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorInARound_isNotTheLastRound(Error error) {
        AtomicInteger rounds = new AtomicInteger();
        RateLimiter breaking = new RateLimiter(
                new RoomClock(Clock.systemUTC(), () -> {
                    if (rounds.incrementAndGet() == 1) {
                        throw error;
                    }
                    return 0;
                }),
                1,
                1);
        try (TestRooms rooms = new TestRooms(new FakeRules());
                PresenceReaper reaper = new PresenceReaper(rooms.table, new RoomRights(rooms.gate), breaking)) {
            reaper.start();
            Await.until("a round after the one that broke", () -> rounds.get() > 1);
        }
    }
}
