// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The clocks of rooms.
 *
 * @param people the time that people see
 * @param nanos the time that is measured, which never goes back
 */
public record RoomClock(Clock people, LongSupplier nanos) {
    public static final RoomClock SYSTEM = new RoomClock(Clock.systemUTC(), System::nanoTime);

    Instant now() {
        return people.instant();
    }

    public long ticks() {
        return nanos.getAsLong();
    }
}
