// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AttemptLimiter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The counts of attempts in a sliding window, in memory. A key holds at most as many instants as its limit. Beyond
 * {@link #KEYS_MAX} keys the least recently used one is dropped, so memory is bounded.
 */
public final class SlidingWindowLimiter implements AttemptLimiter {
    private static final int KEYS_MAX = 100_000;
    private static final int WAIT_SECONDS_MIN = 1;

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.*)?");
    private static final int IPV6_BYTES = 16;

    private final Clock clock;
    private final Map<Key, Deque<Long>> taken = new LinkedHashMap<>(256, 0.75f, true);

    private record Key(String action, String key) {}

    public SlidingWindowLimiter(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void take(String action, String key, int max, Duration window) {
        long now = clock.millis();
        long since = now - window.toMillis();
        synchronized (taken) {
            Deque<Long> instants = taken.computeIfAbsent(new Key(action, counted(key)), any -> new ArrayDeque<>(4));
            while (!instants.isEmpty() && instants.peekFirst() <= since) {
                instants.removeFirst();
            }
            if (instants.size() >= max) {
                long wait = (instants.peekFirst() - since + 999) / 1000;
                throw LynchetException.retryable(
                        ErrorCode.RATE_LIMITED, "Too many attempts; wait before you try again.", (int)
                                Math.max(WAIT_SECONDS_MIN, wait));
            }
            instants.addLast(now);
            if (taken.size() > KEYS_MAX) {
                var eldest = taken.entrySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
    }

    @Override
    public void forget(String action, String key) {
        synchronized (taken) {
            taken.remove(new Key(action, counted(key)));
        }
    }

    /**
     * Returns the first 64 bits of an IPv6 address, since the owner of one address has all that begin so (RFC 6177).
     * Returns other keys unchanged.
     */
    private static String counted(String key) {
        if (!IPV6.matcher(key).matches()) {
            return key;
        }
        int zone = key.indexOf('%');
        try {
            // A text with colons is never looked up.
            byte[] address = InetAddress.getByName(zone < 0 ? key : key.substring(0, zone))
                    .getAddress();
            return address.length == IPV6_BYTES ? HexFormat.of().formatHex(address, 0, IPV6_BYTES / 2) + "::" : key;
        } catch (UnknownHostException e) {
            return key;
        }
    }
}
