// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** What the parts say about themselves. */
final class HealthChecks {
    private HealthChecks() {}

    /**
     * What each check that is down says, by its name, in the order in which they came.
     *
     * @param needed of the parts without which the process does not serve, or else of the others
     */
    static Map<String, String> down(BundleContext context, boolean needed) {
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
