// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport;

/**
 * How a transport under test is to be set. A provider gives every key of this meaning to its configuration.
 *
 * @param headTimeoutMillis in which the whole head of a request has to arrive
 * @param idleTimeoutMillis after which a connection on which nothing moves is closed
 * @param bytesPerSecondMin slowest pace of a body that something waits for; 0 for any
 * @param paceGraceMillis in which a body may move at any pace
 * @param connectionsPerAddressMax of one address that are no channels; 0 for any number
 * @param requestsMax answered at one time; further ones get 503
 * @param threadsMax platform threads
 * @param virtualThreads whether requests are answered on virtual threads where there are any
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
    /** Request line with headers, in all tests. */
    public static final int HEADER_BYTES_MAX = 16_384;

    public static final TransportLimits USUAL = new TransportLimits(10_000, 30_000, 1_024, 10_000, 0, 2_048, 200, true);

    TransportLimits headTimeout(int millis) {
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

    TransportLimits idleTimeout(int millis) {
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

    TransportLimits pace(int bytesPerSecond, int graceMillis) {
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

    TransportLimits connectionsPerAddress(int max) {
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

    TransportLimits requests(int max) {
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

    TransportLimits threads(int max) {
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

    TransportLimits virtualThreads(boolean used) {
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
