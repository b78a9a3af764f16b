// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Generators of schemas, rows and filters, full of the values on which stores are known to disagree. All draw from a
 * given random source.
 */
package io.lynchet.testkit.random;
