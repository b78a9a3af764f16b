// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** All client sockets: who may open one, the queue of frames for each client, and the handlers of frames. */
package io.lynchet.sockets;
