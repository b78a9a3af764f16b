// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The limits of what clients may take of a transport: its settings, the rules for request heads, the number of
 * requests, the rate of bodies, and the threads for slow clients.
 */
package io.lynchet.transport.core.limit;
