// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import java.util.concurrent.atomic.AtomicLong;

/** A service that counts the calls which reach it after its end. */
final class Swappable {
    private final AtomicLong violations;
    private volatile boolean closed;

    Swappable(AtomicLong violations) {
        this.violations = violations;
    }

    /** A call that takes long enough for an end to fall into it. */
    boolean use() {
        boolean closedBefore = closed;
        for (int i = 0; i < 50; i++) {
            Thread.onSpinWait();
        }
        if (closedBefore || closed) {
            violations.incrementAndGet();
        }
        return true;
    }

    void close() {
        closed = true;
    }
}
