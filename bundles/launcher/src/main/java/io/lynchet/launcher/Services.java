// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Looks up services whose classes the launcher shares with the bundles. */
final class Services {
    private Services() {}

    /** The best one there is now. It is not held: ask again rather than keep it. */
    static <T> Optional<T> find(BundleContext context, Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return reference == null ? Optional.empty() : Optional.ofNullable(context.getService(reference));
    }

    /** The best one there is now; {@link Refusal} when there is none. */
    static <T> T get(BundleContext context, Class<T> type) {
        return find(context, type)
                .orElseThrow(
                        () -> Refusal.error("no " + type.getSimpleName() + " is there; is its feature switched on?"));
    }
}
