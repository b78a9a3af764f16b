// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that each store must hold about copies and replay. */
package io.lynchet.testkit.store.copy;
