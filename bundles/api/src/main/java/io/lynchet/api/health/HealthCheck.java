// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.health;

import org.osgi.annotation.versioning.ConsumerType;

/** Tells how one part is. Registered as a service by the part itself; a drop-in bundle whose check fails is put back. */
@ConsumerType
public interface HealthCheck {
    /** Unique and stable, such as {@code store}. */
    String name();

    /** Whether the process is not ready while this is down. Ignored (false) for drop-in bundles. */
    boolean needed();

    /** Answers within a second; called by several threads. An exception counts as DOWN. */
    Health check();
}
