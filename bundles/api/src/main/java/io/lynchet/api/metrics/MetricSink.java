// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.metrics;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Takes in figures during one scrape. Names follow Prometheus: snake case, unit last, {@code lynchet_} first. */
@ProviderType
public interface MetricSink {
    /** A figure that only grows; the name ends in {@code _total}. */
    void counter(String name, String help, Map<String, String> labels, double value);

    /** A figure that goes up and down. */
    void gauge(String name, String help, Map<String, String> labels, double value);

    /**
     * A distribution.
     *
     * @param bounds upper bounds, ascending, without infinity
     * @param counts observations in each bucket (not cumulative), one more than bounds
     */
    void histogram(String name, String help, Map<String, String> labels, double[] bounds, long[] counts, double sum);
}
