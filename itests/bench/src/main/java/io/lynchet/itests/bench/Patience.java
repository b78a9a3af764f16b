// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
final class Patience {
    private static final long LOOK_MILLIS = 20;

    private Patience() {}

    /** False when it did not come true in time. */
    static boolean until(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }
}
