// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The data of a request for a socket: its caller and address, the live query of an event stream, and the cursor from
 * which a stream resumes.
 */
package io.lynchet.sockets.request;
