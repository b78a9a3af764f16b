// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The contract of client sockets, connections that stay open: their callers, their limits, and the bundles that use
 * them.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.socket;
