// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.concurrent.CountDownLatch;

/** A time in which the writer rests and somebody else has its place, after all commits that were queued before. */
final class Pause {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /** The writer's side: begins, and comes back when the other has finished. */
    void grant() throws InterruptedException {
        begun.countDown();
        over.await();
    }

    /** The other's side: comes back when it has the writer's place. {@link #end} must follow in any case. */
    void await() {
        try {
            begun.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "interrupted while waiting for the store", e);
        }
    }

    void end() {
        over.countDown();
    }
}
