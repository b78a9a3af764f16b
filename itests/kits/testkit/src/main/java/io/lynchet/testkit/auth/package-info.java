// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The contracts of signing in, held in memory, for tests of sign-in methods. They do what the contracts say and record
 * the calls, so that a test can also assert what did not happen.
 */
package io.lynchet.testkit.auth;
