// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

/**
 * A transport at one moment.
 *
 * @param name such as {@code jetty}
 * @param serves whether it gets the new connections
 * @param connections that are open, with the channels
 * @param requestsInFlight being answered
 * @param channels WebSockets and event streams that are open
 */
public record TransportInfo(String name, boolean serves, int connections, int requestsInFlight, int channels) {}
