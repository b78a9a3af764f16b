// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that each store must hold about a change of schema. */
package io.lynchet.testkit.store.schema;
