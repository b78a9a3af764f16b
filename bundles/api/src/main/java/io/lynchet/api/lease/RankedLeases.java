// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.ServiceReference;

/** The leases of all services of one type. The gate has the one of the highest ranking; among equals, of the oldest. */
final class RankedLeases<T> {
    private final Gate<T> gate;
    private final Runnable changed;
    private final Map<ServiceReference<T>, Lease<T>> leases = new HashMap<>();
    private Lease<T> serving;

    /** @param changed called without a lock, and before the previous service is drained */
    RankedLeases(Gate<T> gate, Runnable changed) {
        this.gate = gate;
        this.changed = changed;
    }

    void add(ServiceReference<T> reference, T service) {
        synchronized (this) {
            leases.put(reference, new Lease<>(service));
        }
        choose();
    }

    /** Chooses again, since rankings may have changed. Calls inside another service continue there. */
    void choose() {
        synchronized (this) {
            Lease<T> best = leases.isEmpty() ? null : leases.get(Collections.max(leases.keySet()));
            if (best == serving) {
                return;
            }
            serving = best;
            gate.serve(best);
        }
        changed.run();
    }

    /**
     * Removes a service and waits for the calls inside it, without a lock.
     *
     * @return false when calls were still inside after {@link Gate#DRAIN_MILLIS}, or the thread was interrupted
     */
    boolean remove(ServiceReference<T> reference) {
        Lease<T> leaving;
        synchronized (this) {
            leaving = leases.remove(reference);
        }
        choose();
        return leaving.retire(Gate.DRAIN_MILLIS);
    }
}
