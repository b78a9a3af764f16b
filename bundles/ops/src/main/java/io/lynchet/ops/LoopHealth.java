// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.loop.Vitals;
import java.util.List;

/** The health check of the vital loops of the process. {@code /health} uses the same data. */
final class LoopHealth implements HealthCheck {
    @Override
    public String name() {
        return "loops";
    }

    @Override
    public boolean needed() {
        return true;
    }

    @Override
    public Health check() {
        List<String> complaints = Vitals.complaints();
        return complaints.isEmpty() ? Health.ok("all go round") : Health.down(String.join(". ", complaints) + ".");
    }
}
