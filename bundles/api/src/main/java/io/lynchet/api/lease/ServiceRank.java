// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * The rank of a service among those of the same name in a {@link LeasedRegistry}.
 *
 * @param ranking OSGi's {@code service.ranking}; 0 for a service without one
 * @param serviceId OSGi's {@code service.id}; newer services have higher ones
 */
public record ServiceRank(int ranking, long serviceId) {
    /** Returns the rank of a service at this time. */
    public static ServiceRank of(ServiceReference<?> reference) {
        return new ServiceRank(
                reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0,
                (Long) reference.getProperty(Constants.SERVICE_ID));
    }
}
