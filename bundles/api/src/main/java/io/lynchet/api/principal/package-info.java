// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The identity of callers, as policies and routes see it, and the credentials behind it. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.principal;
