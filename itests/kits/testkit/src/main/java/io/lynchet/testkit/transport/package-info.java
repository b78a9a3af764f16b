// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that every transport must hold, as abstract tests. */
package io.lynchet.testkit.transport;
