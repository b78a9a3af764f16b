// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** An app's manifest: what it declares, what is wrong with it, and what it takes to get there from the installed schema. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.manifest;
