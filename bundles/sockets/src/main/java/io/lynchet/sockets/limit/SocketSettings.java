// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.limit;

import java.util.concurrent.TimeUnit;

/**
 * The limits of sockets.
 *
 * @param perAddressMax 0 for no limit
 * @param perUserMax 0 for no limit
 * @param queueBytesMax the size at which a socket's queue is full
 * @param silenceSecondsMax the time without a sign of life after which a WebSocket's client is given up
 * @param stallSecondsMax the time that a send may make no progress
 */
public record SocketSettings(
        int socketsMax,
        int perAddressMax,
        int perUserMax,
        int frameBytesMax,
        int queueBytesMax,
        int heartbeatSeconds,
        int silenceSecondsMax,
        int stallSecondsMax,
        int checkThreads) {

    public long heartbeatNanos() {
        return TimeUnit.SECONDS.toNanos(heartbeatSeconds);
    }

    public long silenceNanosMax() {
        return TimeUnit.SECONDS.toNanos(silenceSecondsMax);
    }

    public long stallNanosMax() {
        return TimeUnit.SECONDS.toNanos(stallSecondsMax);
    }
}
