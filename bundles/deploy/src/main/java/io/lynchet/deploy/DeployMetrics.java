// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.metrics.MetricSink;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The metrics of deployments. Thread-safe. */
final class DeployMetrics {
    private final LongAdder activations = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder putBacks = new LongAdder();

    void activated() {
        activations.increment();
    }

    void failed() {
        failures.increment();
    }

    void putBack() {
        putBacks.increment();
    }

    void report(MetricSink sink, Collection<Deployment> deployments) {
        for (Deployment.State state : Deployment.State.values()) {
            sink.gauge(
                    "lynchet_deploy_bundles",
                    "Files in the drop-in folders, by state.",
                    Map.of("state", state.name().toLowerCase(Locale.ROOT)),
                    (double) deployments.stream()
                            .filter(deployment -> deployment.state() == state)
                            .count());
        }
        sink.counter(
                "lynchet_deploy_activations_total",
                "Drop-in bundles that started and passed their checks.",
                Map.of(),
                (double) activations.sum());
        sink.counter("lynchet_deploy_failures_total", "Drop-in files that were quarantined.", Map.of(), (double)
                failures.sum());
        sink.counter(
                "lynchet_deploy_put_backs_total",
                "Drop-in bundles whose previous version stayed because the new one failed.",
                Map.of(),
                (double) putBacks.sum());
    }
}
