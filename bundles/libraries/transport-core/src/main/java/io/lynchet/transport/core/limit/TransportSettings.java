// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.limit;

/**
 * The settings of a transport.
 *
 * @param headerBytesMax the most bytes of request line and headers; beyond them the response is 431
 * @param headTimeoutMillis the time in which the whole head of a request must arrive, from its first byte on
 * @param idleTimeoutMillis the time after which a connection on which nothing moves is closed
 * @param bytesPerSecondMin the slowest rate of a body; 0 for any
 * @param paceGraceMillis the time in which a body may move at any rate
 * @param connectionsPerAddressMax the most connections of one address that are no WebSockets or event streams; 0 for
 *     any number
 * @param requestsMax the most requests in flight; further ones get 503
 * @param threadsMax the most platform threads
 * @param virtualThreads whether requests are handled on virtual threads where the JVM has them
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

    public MinDataRate pace() {
        return new MinDataRate(bytesPerSecondMin, paceGraceMillis);
    }
}
