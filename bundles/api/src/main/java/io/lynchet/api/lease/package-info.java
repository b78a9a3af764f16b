// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Leases on services that are replaced while they are used.
 *
 * <p>Declarative Services unregisters a service before it deactivates its provider and calls the consumer's {@code unbind} inside that event.
 * An unbind that waits until running calls have ended therefore delays the provider's end, and nobody ever calls a dead provider. Consumers
 * use a dynamic, optional, greedy reference whose bind and unbind methods call a {@link io.lynchet.api.lease.Gate} or a
 * {@link io.lynchet.api.lease.LeasedRegistry}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.lease;
