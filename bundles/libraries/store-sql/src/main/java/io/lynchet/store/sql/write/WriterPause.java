// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.concurrent.CountDownLatch;

/** A time in which the writer rests and a task has its place, after all commits that were queued before. */
public final class WriterPause {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /** Begins the pause and blocks until {@link #end}. For the writer. */
    public void grant() throws InterruptedException {
        begun.countDown();
        over.await();
    }

    /** Blocks until the caller has the writer's place. {@link #end} must follow in any case. */
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
