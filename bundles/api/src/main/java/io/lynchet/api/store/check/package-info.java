// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The checks and computations that all stores share, so that they refuse and count alike. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.store.check;
