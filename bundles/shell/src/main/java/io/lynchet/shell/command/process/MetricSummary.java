// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command.process;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.json.JsonWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A sink that adds up metrics that differ in labels only. Confined to one thread. */
final class MetricSummary implements MetricSink {
    private static final double PERCENTILE = 0.99;
    private static final double MEBIBYTE = 1024.0 * 1024.0;
    private static final double MILLIS = 1_000.0;

    private final Map<String, Line> lines = new TreeMap<>(
            Comparator.comparing((String name) -> !name.startsWith("lynchet_")).thenComparing(name -> name));
    private final boolean apart;

    /** One metric, or one distribution when there are buckets. */
    static final class Line {
        private final String name;
        private final String help;
        private double value;
        private double[] bounds;
        private long[] counts;

        private Line(String name, String help) {
            this.name = name;
            this.help = help;
        }

        String name() {
            return name;
        }

        String help() {
            return help;
        }

        private long count() {
            return Arrays.stream(counts).sum();
        }

        /** Returns the upper bound of the bucket with the percentile; infinite for the last bucket. */
        private double percentile() {
            long wanted = (long) Math.ceil(count() * PERCENTILE);
            long seen = 0;
            for (int i = 0; i < bounds.length; i++) {
                seen += counts[i];
                if (seen >= wanted) {
                    return bounds[i];
                }
            }
            return Double.POSITIVE_INFINITY;
        }

        String shown() {
            if (counts == null) {
                return name.contains("_bytes") ? number(value / MEBIBYTE) + " MiB" : number(value) + unit();
            }
            if (count() == 0) {
                return "none";
            }
            double p99 = percentile();
            String below = Double.isInfinite(p99)
                    ? "99% > " + time(bounds.length == 0 ? 0 : bounds[bounds.length - 1])
                    : "99% < " + time(p99);
            return count() + " x " + time(value / count()) + ", " + below;
        }

        private String unit() {
            return name.endsWith("_seconds") || name.endsWith("_seconds_total") ? " s" : "";
        }

        private String time(double seconds) {
            return name.endsWith("_seconds") ? number(seconds * MILLIS) + " ms" : number(seconds);
        }

        JsonWriter writeTo(JsonWriter to) {
            to.beginObject().name("name").value(name);
            if (counts == null) {
                return to.name("value").value(value).endObject();
            }
            to.name("count").value(count()).name("sum").value(value);
            double p99 = count() == 0 ? Double.POSITIVE_INFINITY : percentile();
            to.name("p99Below");
            return (Double.isInfinite(p99) ? to.nullValue() : to.value(p99)).endObject();
        }
    }

    /**
     * Creates a sink.
     *
     * @param apart whether each set of labels is a line of its own
     */
    MetricSummary(boolean apart) {
        this.apart = apart;
    }

    /** Returns the metrics by name, our own ones first. */
    List<Line> lines() {
        return List.copyOf(lines.values());
    }

    @Override
    public void counter(String name, String help, Map<String, String> labels, double value) {
        line(name, help, labels).value += value;
    }

    @Override
    public void gauge(String name, String help, Map<String, String> labels, double value) {
        line(name, help, labels).value += value;
    }

    @Override
    public void histogram(
            String name, String help, Map<String, String> labels, double[] bounds, long[] counts, double sum) {
        Line line = line(name, help, labels);
        line.value += sum;
        if (line.counts == null) {
            line.bounds = bounds.clone();
            line.counts = counts.clone();
        } else {
            for (int i = 0; i < Math.min(counts.length, line.counts.length); i++) {
                line.counts[i] += counts[i];
            }
        }
    }

    private Line line(String name, String help, Map<String, String> labels) {
        // The sum of memory areas is of no use.
        String area = labels.getOrDefault("area", "");
        String key = name + (area.isEmpty() ? "" : "{area=" + area + "}");
        if (apart && !labels.isEmpty()) {
            key = name + new TreeMap<>(labels).toString().replace(", ", ",");
        }
        return lines.computeIfAbsent(key, shown -> new Line(shown, help));
    }

    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
    }
}
