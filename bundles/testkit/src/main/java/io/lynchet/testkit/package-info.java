// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Fixtures that tests of any bundle may use: schema builders, conditions, seeds, and the checks for leaks. */
package io.lynchet.testkit;
