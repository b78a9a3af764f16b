// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The only access to rows. Every read and write from outside goes through {@link io.lynchet.api.data.DataService},
 * which validates, runs hooks, authorises and notifies.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.data;
