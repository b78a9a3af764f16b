// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.metrics;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A receiver of metrics during one scrape. Names follow Prometheus: snake case, unit last, {@code lynchet_} first. */
@ProviderType
public interface MetricSink {
    /** Receives a counter, which only grows; the name ends in {@code _total}. */
    void counter(String name, String help, Map<String, String> labels, double value);

    /** Receives a gauge, which goes up and down. */
    void gauge(String name, String help, Map<String, String> labels, double value);

    /**
     * Receives a histogram.
     *
     * @param bounds the upper bounds, ascending, without infinity
     * @param counts the observations in each bucket (not cumulative), one more than bounds
     */
    void histogram(String name, String help, Map<String, String> labels, double[] bounds, long[] counts, double sum);
}
