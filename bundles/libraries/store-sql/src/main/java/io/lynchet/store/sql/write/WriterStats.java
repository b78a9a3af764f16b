// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.store.sql.database.Histogram;
import java.util.concurrent.atomic.LongAdder;

/** The statistics of a writer since it began. The writer thread counts; any thread reads. */
public final class WriterStats {
    private final LongAdder commits = new LongAdder();
    private final LongAdder changes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Histogram batchSizes = new Histogram(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024);
    private final Histogram syncSeconds =
            new Histogram(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1);

    private long syncNanos;

    public void batch(int size) {
        commits.add(size);
        batchSizes.record(size);
    }

    public void committed(int changed, long nanos) {
        changes.add(changed);
        syncSeconds.record(nanos / 1e9);
        syncNanos += (nanos - syncNanos) / 8;
    }

    /** Returns about how long a sync takes at present. For the writer thread only. */
    public long syncNanos() {
        return syncNanos;
    }

    public void failed() {
        failures.increment();
    }

    public long commits() {
        return commits.sum();
    }

    public long changes() {
        return changes.sum();
    }

    public long failures() {
        return failures.sum();
    }

    public Histogram batchSizes() {
        return batchSizes;
    }

    public Histogram syncSeconds() {
        return syncSeconds;
    }
}
