// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

/**
 * How a transport answers.
 *
 * @param headerBytesMax request line with headers; beyond it the answer is 431
 * @param headTimeoutMillis in which the whole head of a request has to arrive, from its first byte on
 * @param idleTimeoutMillis after which a connection on which nothing moves is closed
 * @param bytesPerSecondMin slowest pace of a body that something waits for; 0 for any
 * @param paceGraceMillis in which a body may move at any pace
 * @param connectionsPerAddressMax of one address that are no WebSockets or event streams; 0 for any number
 * @param requestsMax answered at one time; further ones get 503
 * @param threadsMax platform threads
 * @param virtualThreads whether requests are answered on virtual threads where there are any
 */
public record TransportSettings(
        int headerBytesMax,
        int headTimeoutMillis,
        int idleTimeoutMillis,
        int bytesPerSecondMin,
        int paceGraceMillis,
        int connectionsPerAddressMax,
        int requestsMax,
        int threadsMax,
        boolean virtualThreads) {
    public static TransportSettings of(TransportConfig config) {
        return new TransportSettings(
                config.headerBytesMax(),
                config.headTimeoutMillis(),
                config.idleTimeoutMillis(),
                config.bytesPerSecondMin(),
                config.paceGraceMillis(),
                config.connectionsPerAddressMax(),
                config.requestsMax(),
                config.threadsMax(),
                config.virtualThreads());
    }

    public Pace pace() {
        return new Pace(bytesPerSecondMin, paceGraceMillis);
    }
}
