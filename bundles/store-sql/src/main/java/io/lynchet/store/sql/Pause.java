// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.concurrent.CountDownLatch;

/** A time in which the writer rests and somebody else has its place, after all commits that were queued before. */
public final class Pause {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /** The writer's side: begins, and comes back when the other has finished. */
    public void grant() throws InterruptedException {
        begun.countDown();
        over.await();
    }

    /** The other's side: comes back when it has the writer's place. {@link #end} must follow in any case. */
    public void await() {
        try {
            begun.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "interrupted while waiting for the store", e);
        }
    }

    public void end() {
        over.countDown();
    }
}
