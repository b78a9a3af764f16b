// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** A real PostgreSQL for tests. */
package io.lynchet.testkit.postgres;
