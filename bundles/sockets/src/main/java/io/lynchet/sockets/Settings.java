// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import java.util.concurrent.TimeUnit;

/**
 * What sockets may take.
 *
 * @param perAddressMax 0 for no limit
 * @param perUserMax 0 for no limit
 * @param queueBytesMax at which a socket's queue is full
 * @param silenceSecondsMax after which a WebSocket's client is given up
 * @param stallSecondsMax how long a send may make no progress
 */
record Settings(
        int socketsMax,
        int perAddressMax,
        int perUserMax,
        int frameBytesMax,
        int queueBytesMax,
        int heartbeatSeconds,
        int silenceSecondsMax,
        int stallSecondsMax,
        int checkThreads) {

    long heartbeatNanos() {
        return TimeUnit.SECONDS.toNanos(heartbeatSeconds);
    }

    long silenceNanosMax() {
        return TimeUnit.SECONDS.toNanos(silenceSecondsMax);
    }

    long stallNanosMax() {
        return TimeUnit.SECONDS.toNanos(stallSecondsMax);
    }
}
