// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

/**
 * The state of a transport at one moment.
 *
 * @param name such as {@code jetty}
 * @param serves whether it gets the new connections
 * @param connections the number of open connections, channels included
 * @param requestsInFlight the number of requests in flight
 * @param channels the number of open WebSockets and event streams
 */
public record TransportInfo(String name, boolean serves, int connections, int requestsInFlight, int channels) {}
