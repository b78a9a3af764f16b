// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Drop-in bundles: bundles that people copy into a folder. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.deploy;
