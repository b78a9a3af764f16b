// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The Netty transport: connections and their event loops, one exchange at a time, responses, and open channels. */
package io.lynchet.transport.netty;
