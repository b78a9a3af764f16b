// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The health checks of the bundles. */
public final class HealthChecks {
    private HealthChecks() {}

    /**
     * Returns the messages of the checks that are down, by name, in the order in which they came.
     *
     * @param needed whether to return the checks without which the process does not serve, or else the others
     */
    public static Map<String, String> down(BundleContext context, boolean needed) {
        Map<String, String> down = new LinkedHashMap<>();
        try {
            for (ServiceReference<HealthCheck> reference : context.getServiceReferences(HealthCheck.class, null)) {
                HealthCheck check = context.getService(reference);
                if (check != null && check.needed() == needed) {
                    Health health = check.check();
                    if (health.state() == Health.State.DOWN) {
                        down.put(check.name(), health.message());
                    }
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return down;
    }
}
