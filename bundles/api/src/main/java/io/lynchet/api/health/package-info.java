// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Health checks, for liveness, readiness and degraded operation. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.health;
