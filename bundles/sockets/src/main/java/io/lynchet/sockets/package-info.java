// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The edge that owns all client sockets: who may open one, what waits for its client, and which handler hears what. */
package io.lynchet.sockets;
