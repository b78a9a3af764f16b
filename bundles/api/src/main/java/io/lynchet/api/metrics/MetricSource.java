// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.metrics;

import org.osgi.annotation.versioning.ConsumerType;

/** A source of metrics, registered as a service. Parts count with their own adders and report them here on request. */
@ConsumerType
public interface MetricSource {
    /**
     * Reports all metrics to the sink. Must be quick and not block. Several threads may call it. A source that throws
     * is left out and logged.
     */
    void report(MetricSink sink);
}
