// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract of authorisation: rules of the manifest, compiled to predicates and to filters. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.policy;
