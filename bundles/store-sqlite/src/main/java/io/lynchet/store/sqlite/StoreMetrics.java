// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import java.util.Map;

/** The metrics of the store for operators. */
final class StoreMetrics implements MetricSource {
    private final MetricSource writer;
    private final StoreFiles files;

    StoreMetrics(SqliteStore store) {
        this.files = store.state().files();
        this.writer = store.metrics();
    }

    @Override
    public void report(MetricSink sink) {
        writer.report(sink);
        sink.gauge("lynchet_store_file_bytes", "Size of the database.", Map.of(), (double) files.databaseBytes());
        sink.gauge("lynchet_store_wal_bytes", "Size of the write-ahead log.", Map.of(), (double) files.walBytes());
    }
}
