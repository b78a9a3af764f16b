// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Metrics for monitoring, without a metrics library in the hot paths. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.metrics;
