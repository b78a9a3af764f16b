// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.write;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The source of row ids: 32 hexadecimal digits of nanoseconds since 1970 and 8 that are random per process.
 *
 * <p>The form is Pylon's (40 digits, sorted by time). The nanoseconds only grow within a process, so its ids never
 * repeat and later rows sort after earlier ones. The random tail keeps two processes apart, or a process and its
 * predecessor with a wrong clock.
 */
final class IdSource {
    private static final String PADDING = "0".repeat(16);

    private final String tail = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    private final AtomicLong last = new AtomicLong();

    String next() {
        // Most clocks cheaply give only milliseconds; the other digits count up.
        long now = System.currentTimeMillis() * 1_000_000L;
        long nanos = last.accumulateAndGet(now, (previous, candidate) -> Math.max(previous + 1, candidate));
        return PADDING + HexFormat.of().toHexDigits(nanos) + tail;
    }
}
