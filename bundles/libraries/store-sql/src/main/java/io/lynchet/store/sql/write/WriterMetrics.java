// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.store.sql.database.Histogram;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The metrics of a writer and of the readers.
 *
 * @param waiting the number of waiting commits
 * @param reading the number of running reads
 * @param snapshots the number of open snapshots
 * @param head the head of the log
 */
public record WriterMetrics(
        WriterStats figures, IntSupplier waiting, IntSupplier reading, IntSupplier snapshots, LongSupplier head)
        implements MetricSource {
    private static final Map<String, String> NO_LABELS = Map.of();

    @Override
    public void report(MetricSink sink) {
        counter(sink, "lynchet_store_commits_total", "Commits that the writer thread has received.", figures.commits());
        counter(sink, "lynchet_store_changes_total", "Changes that were committed.", figures.changes());
        counter(sink, "lynchet_store_failures_total", "Transactions that the store refused.", figures.failures());
        histogram(sink, "lynchet_store_batch_commits", "Commits that shared one transaction.", figures.batchSizes());
        histogram(
                sink,
                "lynchet_store_sync_seconds",
                "Seconds that it took to make a transaction durable.",
                figures.syncSeconds());
        sink.gauge(
                "lynchet_store_queue_commits",
                "Commits that wait for the writer thread.",
                NO_LABELS,
                waiting.getAsInt());
        sink.gauge("lynchet_store_readers_in_use", "Running reads.", NO_LABELS, reading.getAsInt());
        sink.gauge("lynchet_store_snapshots_open", "Snapshots.", NO_LABELS, snapshots.getAsInt());
        sink.gauge("lynchet_store_head_seq", "Seq of the newest change.", NO_LABELS, (double) head.getAsLong());
    }

    private static void counter(MetricSink sink, String name, String help, long value) {
        sink.counter(name, help, NO_LABELS, (double) value);
    }

    private static void histogram(MetricSink sink, String name, String help, Histogram histogram) {
        sink.histogram(name, help, NO_LABELS, histogram.bounds(), histogram.counts(), histogram.sum());
    }
}
