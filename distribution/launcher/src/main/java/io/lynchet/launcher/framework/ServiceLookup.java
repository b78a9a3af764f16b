// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import io.lynchet.launcher.cli.Refusal;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The look-up of services whose classes the launcher shares with the bundles. */
public final class ServiceLookup {
    private ServiceLookup() {}

    /** Returns the best present service. It is not held: callers ask again rather than keep it. */
    public static <T> Optional<T> find(BundleContext context, Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return reference == null ? Optional.empty() : Optional.ofNullable(context.getService(reference));
    }

    /** Returns the best present service. Throws {@link Refusal} when there is none. */
    public static <T> T get(BundleContext context, Class<T> type) {
        return find(context, type)
                .orElseThrow(
                        () -> Refusal.error("no " + type.getSimpleName() + " is present; is its feature started?"));
    }
}
