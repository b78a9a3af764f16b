// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Leases on services that are replaced while they are in use.
 *
 * <p>A component opens a {@link io.lynchet.api.lease.Wiring}, which keeps its gates at the present services. The
 * framework tells that a service goes before its provider is deactivated, in the thread that unregisters it. The wiring
 * waits in that event for running calls, which delays the deactivation. So no call reaches a provider that has stopped.
 *
 * <p>Services that are told apart by name, such as routes and hooks, are in a
 * {@link io.lynchet.api.lease.LeasedRegistry}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.lease;
