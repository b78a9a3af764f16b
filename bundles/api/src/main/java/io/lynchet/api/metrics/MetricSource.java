// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.metrics;

import org.osgi.annotation.versioning.ConsumerType;

/** Has figures. Registered as a service; parts count with their own adders and report here when asked. */
@ConsumerType
public interface MetricSource {
    /** Reports everything; quick and without blocking, by several threads. */
    void report(MetricSink sink);
}
