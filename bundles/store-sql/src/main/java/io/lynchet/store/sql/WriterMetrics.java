// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Figures of a writer and of those who read beside it.
 *
 * @param waiting commits that wait
 * @param reading reads that run
 * @param snapshots that are open
 * @param head of the log
 */
public record WriterMetrics(
        WriterFigures figures, IntSupplier waiting, IntSupplier reading, IntSupplier snapshots, LongSupplier head)
        implements MetricSource {
    private static final Map<String, String> NO_LABELS = Map.of();

    @Override
    public void report(MetricSink sink) {
        counter(sink, "lynchet_store_commits_total", "Commits that were taken up.", figures.commits());
        counter(sink, "lynchet_store_changes_total", "Changes that were committed.", figures.changes());
        counter(sink, "lynchet_store_failures_total", "Transactions that the store refused.", figures.failures());
        histogram(sink, "lynchet_store_batch_commits", "Commits that shared one transaction.", figures.batchSizes());
        histogram(
                sink,
                "lynchet_store_sync_seconds",
                "How long making a transaction durable took.",
                figures.syncSeconds());
        sink.gauge("lynchet_store_queue_commits", "Commits that wait.", NO_LABELS, waiting.getAsInt());
        sink.gauge("lynchet_store_readers_in_use", "Reads that run.", NO_LABELS, reading.getAsInt());
        sink.gauge("lynchet_store_snapshots_open", "Snapshots.", NO_LABELS, snapshots.getAsInt());
        sink.gauge("lynchet_store_head_seq", "Newest change.", NO_LABELS, (double) head.getAsLong());
    }

    private static void counter(MetricSink sink, String name, String help, long value) {
        sink.counter(name, help, NO_LABELS, (double) value);
    }

    private static void histogram(MetricSink sink, String name, String help, Histogram histogram) {
        sink.histogram(name, help, NO_LABELS, histogram.bounds(), histogram.counts(), histogram.sum());
    }
}
