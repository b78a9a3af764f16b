// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that each transport must hold about limits: slow clients, too many, and those that left. */
package io.lynchet.testkit.transport.limit;
