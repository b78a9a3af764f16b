// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * One open socket, from its first frame to its close: frames, handlers, send queue, heartbeat, recheck of credentials.
 * Also the tables of all sockets and handlers.
 */
package io.lynchet.sockets.socket;
