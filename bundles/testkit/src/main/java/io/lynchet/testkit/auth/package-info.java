// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The contracts of signing in, held in memory, for tests of sign-in methods: they do what their contracts say, and tell afterwards what was
 * asked of them, so that a test can also assert what did not happen.
 */
package io.lynchet.testkit.auth;
