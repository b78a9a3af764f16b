// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes that turn a request into a WebSocket or an event stream, or refuse it as an ordinary response. */
package io.lynchet.sockets.open;
