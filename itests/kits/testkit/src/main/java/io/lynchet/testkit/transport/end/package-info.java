// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that each transport must hold about its end: draining, and handing connections over. */
package io.lynchet.testkit.transport.end;
