// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.time.Duration;
import java.util.Objects;

/**
 * What one run does: where to, how many connections, how fast and for how long.
 *
 * @param target the server
 * @param shape connections, threads and rate
 * @param timing warm-up, measured time and time limit of one request
 */
public record LoadSpec(Target target, Shape shape, Timing timing) {

    public LoadSpec {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(timing, "timing");
    }

    /**
     * How the load is offered.
     *
     * @param connections open keep-alive connections over all threads, 1 to 20,000
     * @param threads selector threads, 1 to {@code connections}
     * @param ratePerSecond requests per second over all threads, up to 10,000,000; 0 is a closed loop, in which each
     *     connection sends its next request as soon as it has its answer
     */
    public record Shape(int connections, int threads, double ratePerSecond) {

        public Shape {
            if (connections < 1 || connections > 20_000) {
                throw new IllegalArgumentException("connections must be 1 to 20000, was " + connections);
            }
            if (threads < 1 || threads > connections) {
                throw new IllegalArgumentException("threads must be 1 to " + connections + ", was " + threads);
            }
            if (!(ratePerSecond >= 0 && ratePerSecond <= 10_000_000)) {
                throw new IllegalArgumentException("rate must be 0 to 10000000, was " + ratePerSecond);
            }
        }

        /** A closed loop on one thread. */
        public static Shape closedLoop(int connections) {
            return new Shape(connections, 1, 0);
        }
    }

    /**
     * How long things take.
     *
     * @param warmup requests that start in this first part are sent but left out of latencies and throughput
     * @param measured the part that counts
     * @param timeout a request without a complete answer after this time has failed, and its connection is replaced
     */
    public record Timing(Duration warmup, Duration measured, Duration timeout) {

        public Timing {
            if (warmup.isNegative() || measured.isNegative() || measured.isZero()) {
                throw new IllegalArgumentException("durations must be positive");
            }
            if (timeout.toMillis() < 1) {
                throw new IllegalArgumentException("timeout must be at least 1 ms, was " + timeout);
            }
        }
    }
}
