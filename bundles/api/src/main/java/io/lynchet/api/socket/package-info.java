// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Connections of clients that stay open: who is on them, what they may take, and the bundles that speak on them. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.socket;
