// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Fixtures for tests of any bundle: schema builders, conditions, seeds, and the checks for leaks. */
package io.lynchet.testkit;
