// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

/**
 * How a transport answers.
 *
 * @param headerBytesMax request line with headers; beyond it the answer is 431
 * @param idleTimeoutMillis after which a connection on which nothing moves is closed
 * @param bytesPerSecondMin slowest pace of a body that something waits for; 0 for any
 * @param paceGraceMillis in which a body may move at any pace
 * @param requestsMax answered at one time; further ones get 503
 * @param threadsMax platform threads
 * @param virtualThreads whether requests are answered on virtual threads where there are any
 */
public record TransportSettings(
        int headerBytesMax,
        int idleTimeoutMillis,
        int bytesPerSecondMin,
        int paceGraceMillis,
        int requestsMax,
        int threadsMax,
        boolean virtualThreads) {
    public static TransportSettings of(TransportConfig config) {
        return new TransportSettings(
                config.headerBytesMax(),
                config.idleTimeoutMillis(),
                config.bytesPerSecondMin(),
                config.paceGraceMillis(),
                config.requestsMax(),
                config.threadsMax(),
                config.virtualThreads());
    }

    public Pace pace() {
        return new Pace(bytesPerSecondMin, paceGraceMillis);
    }
}
