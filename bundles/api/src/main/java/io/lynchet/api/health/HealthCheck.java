// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.health;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A check of the health of one part. The part itself registers it as a service. A drop-in bundle whose check fails is
 * rolled back.
 */
@ConsumerType
public interface HealthCheck {
    /** Returns the name, unique and stable, such as {@code store}. */
    String name();

    /** Returns whether the process is not ready while this is down. Ignored (false) for drop-in bundles. */
    boolean needed();

    /**
     * Returns the health. Several threads call it. An exception counts as DOWN, and so does a check that takes longer
     * than a second.
     */
    Health check();
}
