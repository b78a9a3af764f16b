// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The contract of manifests: the declarations of an app, their diagnostics, and the migration plan from the installed
 * schema.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.manifest;
