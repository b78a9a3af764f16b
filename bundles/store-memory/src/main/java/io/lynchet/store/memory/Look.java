// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.store.Deadline;

/** A check of the deadline every few rows of one read. */
final class Look {
    private static final int ROWS_PER_LOOK = 4;

    private final Deadline deadline;
    private int rows;

    Look(Deadline deadline) {
        this.deadline = deadline;
    }

    void row() {
        if (rows++ % ROWS_PER_LOOK == 0) {
            deadline.pace();
            deadline.check();
        }
    }
}
