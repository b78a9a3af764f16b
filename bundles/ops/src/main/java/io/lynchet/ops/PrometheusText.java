// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scrape: a sink that writes metrics in Prometheus' text format. */
final class PrometheusText implements MetricSink {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;
    private static final Logger LOG = LoggerFactory.getLogger(PrometheusText.class);

    private final Map<String, Family> families = new TreeMap<>();

    private enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /** All points of one metric, by their labels, so that a point reported twice appears once. */
    private record Family(Kind kind, String help, Map<Labels, DataPointSnapshot> points) {}

    /** Returns the metrics of all sources; one that fails is left out and logged. */
    static byte[] scrape(Collection<MetricSource> sources) {
        PrometheusText text = new PrometheusText();
        for (MetricSource source : sources) {
            try {
                source.report(text);
            } catch (RuntimeException e) {
                LOG.error("{} could not report its metrics.", source.getClass().getName(), e);
            }
        }
        return text.toBytes();
    }

    @Override
    public void counter(String name, String help, Map<String, String> labels, double value) {
        String base = name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
        Labels key = labels(labels);
        add(base, Kind.COUNTER, help, key, new CounterSnapshot.CounterDataPointSnapshot(value, key, null, 0L));
    }

    @Override
    public void gauge(String name, String help, Map<String, String> labels, double value) {
        Labels key = labels(labels);
        add(name, Kind.GAUGE, help, key, new GaugeSnapshot.GaugeDataPointSnapshot(value, key, null));
    }

    @Override
    public void histogram(
            String name, String help, Map<String, String> labels, double[] bounds, long[] counts, double sum) {
        List<Double> upper = new ArrayList<>();
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            upper.add(i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY);
            values.add(counts[i]);
        }
        Labels key = labels(labels);
        ClassicHistogramBuckets buckets = ClassicHistogramBuckets.of(upper, values);
        add(
                name,
                Kind.HISTOGRAM,
                help,
                key,
                new HistogramSnapshot.HistogramDataPointSnapshot(buckets, sum, key, null, 0L));
    }

    private void add(String name, Kind kind, String help, Labels labels, DataPointSnapshot point) {
        Family family = families.computeIfAbsent(name, key -> new Family(kind, help, new LinkedHashMap<>()));
        if (family.kind() != kind) {
            throw new IllegalArgumentException(name + " is reported as " + kind + " and as " + family.kind());
        }
        family.points().put(labels, point);
    }

    private static Labels labels(Map<String, String> labels) {
        Labels.Builder builder = Labels.builder();
        labels.forEach(builder::label);
        return builder.build();
    }

    private byte[] toBytes() {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        families.forEach((name, family) -> snapshots.add(snapshot(new MetricMetadata(name, family.help()), family)));
        ByteArrayOutputStream out = new ByteArrayOutputStream(16_384);
        try {
            new PrometheusTextFormatWriter(false).write(out, new MetricSnapshots(snapshots));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static MetricSnapshot snapshot(MetricMetadata metadata, Family family) {
        Collection<DataPointSnapshot> points = family.points().values();
        return switch (family.kind()) {
            case COUNTER -> new CounterSnapshot(metadata, of(CounterSnapshot.CounterDataPointSnapshot.class, points));
            case GAUGE -> new GaugeSnapshot(metadata, of(GaugeSnapshot.GaugeDataPointSnapshot.class, points));
            case HISTOGRAM ->
                new HistogramSnapshot(metadata, of(HistogramSnapshot.HistogramDataPointSnapshot.class, points));
        };
    }

    private static <P> List<P> of(Class<P> type, Collection<DataPointSnapshot> points) {
        return points.stream().map(type::cast).toList();
    }
}
