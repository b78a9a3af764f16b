// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Requests: bodies and their schemas, the signed-in person, the rules for passwords, the limits on attempts, and the
 * services that routes use.
 */
package io.lynchet.auth.password.request;
