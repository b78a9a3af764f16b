// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that each transport must hold about WebSockets and event streams. */
package io.lynchet.testkit.transport.channel;
