// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * What time it is.
 *
 * @param people the time that is shown
 * @param nanos the time that is measured, which never goes back
 */
record RoomClock(Clock people, LongSupplier nanos) {
    static final RoomClock SYSTEM = new RoomClock(Clock.systemUTC(), System::nanoTime);

    Instant now() {
        return people.instant();
    }

    long ticks() {
        return nanos.getAsLong();
    }
}
