// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The Jetty transport: it takes connections from the listener, passes requests to the router, and sends the responses.
 */
package io.lynchet.transport.jetty;
