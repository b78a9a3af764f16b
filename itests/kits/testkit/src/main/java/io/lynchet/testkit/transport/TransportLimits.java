// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport;

/**
 * The settings of a transport under test. A provider maps each to the key of its configuration.
 *
 * @param headTimeoutMillis the time in which the whole head of a request must arrive
 * @param idleTimeoutMillis the time after which an idle connection is closed
 * @param bytesPerSecondMin the slowest rate of a body that a thread waits for; 0 for any
 * @param paceGraceMillis the time in which a body may move at any rate
 * @param connectionsPerAddressMax the most connections of one address that are no channels; 0 for any number
 * @param requestsMax the most requests in flight; further ones get 503
 * @param threadsMax the most platform threads
 * @param virtualThreads whether requests are handled on virtual threads where the JVM has them
 */
public record TransportLimits(
        int headTimeoutMillis,
        int idleTimeoutMillis,
        int bytesPerSecondMin,
        int paceGraceMillis,
        int connectionsPerAddressMax,
        int requestsMax,
        int threadsMax,
        boolean virtualThreads) {
    /** The limit of request line and headers, in all tests. */
    public static final int HEADER_BYTES_MAX = 16_384;

    public static final TransportLimits USUAL = new TransportLimits(10_000, 30_000, 1_024, 10_000, 0, 2_048, 200, true);

    public TransportLimits headTimeout(int millis) {
        return new TransportLimits(
                millis,
                idleTimeoutMillis,
                bytesPerSecondMin,
                paceGraceMillis,
                connectionsPerAddressMax,
                requestsMax,
                threadsMax,
                virtualThreads);
    }

    public TransportLimits idleTimeout(int millis) {
        return new TransportLimits(
                headTimeoutMillis,
                millis,
                bytesPerSecondMin,
                paceGraceMillis,
                connectionsPerAddressMax,
                requestsMax,
                threadsMax,
                virtualThreads);
    }

    public TransportLimits pace(int bytesPerSecond, int graceMillis) {
        return new TransportLimits(
                headTimeoutMillis,
                idleTimeoutMillis,
                bytesPerSecond,
                graceMillis,
                connectionsPerAddressMax,
                requestsMax,
                threadsMax,
                virtualThreads);
    }

    public TransportLimits connectionsPerAddress(int max) {
        return new TransportLimits(
                headTimeoutMillis,
                idleTimeoutMillis,
                bytesPerSecondMin,
                paceGraceMillis,
                max,
                requestsMax,
                threadsMax,
                virtualThreads);
    }

    public TransportLimits requests(int max) {
        return new TransportLimits(
                headTimeoutMillis,
                idleTimeoutMillis,
                bytesPerSecondMin,
                paceGraceMillis,
                connectionsPerAddressMax,
                max,
                threadsMax,
                virtualThreads);
    }

    public TransportLimits threads(int max) {
        return new TransportLimits(
                headTimeoutMillis,
                idleTimeoutMillis,
                bytesPerSecondMin,
                paceGraceMillis,
                connectionsPerAddressMax,
                requestsMax,
                max,
                virtualThreads);
    }

    public TransportLimits virtualThreads(boolean used) {
        return new TransportLimits(
                headTimeoutMillis,
                idleTimeoutMillis,
                bytesPerSecondMin,
                paceGraceMillis,
                connectionsPerAddressMax,
                requestsMax,
                threadsMax,
                used);
    }
}
