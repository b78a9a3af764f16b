// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The component that wires the bundle, with the audit log, the limiter of attempts and the health check that it
 * registers for other bundles.
 */
package io.lynchet.auth;
