// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.testkit.Await;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for what must become true. */
final class Conditions {
    private Conditions() {}

    static void await(BooleanSupplier condition) {
        Await.until("the condition", condition);
    }

    static void await(CountDownLatch latch) {
        Await.open("the latch", latch);
    }

    /** Lets time go by, for what is about time. */
    static void pass(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        await(() -> System.nanoTime() >= until);
    }
}
