// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.store.sql.Histogram;
import io.lynchet.store.sql.WriterFigures;
import java.util.Map;

/** The store's figures. */
final class StoreMetrics implements MetricSource {
    private static final Map<String, String> NO_LABELS = Map.of();

    private final SqliteStore store;

    StoreMetrics(SqliteStore store) {
        this.store = store;
    }

    @Override
    public void report(MetricSink sink) {
        WriterFigures figures = store.state().figures();
        sink.counter(
                "lynchet_store_commits_total", "Commits that were taken up.", NO_LABELS, (double) figures.commits());
        sink.counter(
                "lynchet_store_changes_total", "Changes that were committed.", NO_LABELS, (double) figures.changes());
        sink.counter(
                "lynchet_store_failures_total", "Transactions that the disk or SQLite refused.", NO_LABELS, (double)
                        figures.failures());
        Histogram batches = figures.batchSizes();
        sink.histogram(
                "lynchet_store_batch_commits",
                "Commits that shared one transaction.",
                NO_LABELS,
                batches.bounds(),
                batches.counts(),
                batches.sum());
        Histogram syncs = figures.syncSeconds();
        sink.histogram(
                "lynchet_store_sync_seconds",
                "How long making a transaction durable took.",
                NO_LABELS,
                syncs.bounds(),
                syncs.counts(),
                syncs.sum());
        sink.gauge("lynchet_store_queue_commits", "Commits that wait.", NO_LABELS, store.waiting());
        sink.gauge(
                "lynchet_store_readers_in_use",
                "Reads that run.",
                NO_LABELS,
                store.readers().inUse());
        sink.gauge(
                "lynchet_store_snapshots_open",
                "Snapshots.",
                NO_LABELS,
                store.snapshots().inUse());
        sink.gauge("lynchet_store_head_seq", "Newest change.", NO_LABELS, (double)
                store.state().head());
        StoreFiles files = store.state().files();
        sink.gauge("lynchet_store_file_bytes", "Size of the database.", NO_LABELS, (double) files.databaseBytes());
        sink.gauge("lynchet_store_wal_bytes", "Size of the write-ahead log.", NO_LABELS, (double) files.walBytes());
    }
}
