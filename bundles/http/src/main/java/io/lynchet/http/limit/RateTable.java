// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.limit;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The number of requests that each of many callers may still send, in 1 MiB that never grows. The Generic Cell Rate
 * Algorithm (ITU-T I.371, annex A) needs one number a caller: the instant at which everything sent would be worked off
 * at the even pace of the limit. A minute's worth of requests may come at once; later ones are admitted at that pace. A
 * refused request costs nothing.
 *
 * <pre>
 *   bucket, chosen by a hash:   [ 9f3a | 12:00:07 ] [ 04c1 | 11:58:30 ] [ 0000 | 0 ] ... eight slots
 *                                 16 bits of the hash, and the instant in microseconds
 * </pre>
 *
 * <p>A slot whose instant has passed equals a new one, so the next caller gets it and nothing is lost. One request
 * keeps a slot until it is worked off. So the number of requests fills the table, not the number of their addresses: at
 * 600 a minute it takes more than a million requests a second. When a bucket is full all the same, a new caller takes
 * over the slot that is free soonest, with its debt: limits get stricter, never void.
 *
 * <p>Thread-safe, without locks and without allocation.
 */
public final class RateTable {
    static final int SLOTS_A_BUCKET = 8;

    private static final int BUCKETS = 16 * 1024;

    /** Enough for eight years of a process. */
    private static final int INSTANT_BITS = 48;

    private static final long INSTANT_MASK = (1L << INSTANT_BITS) - 1;
    private static final long WINDOW_MICROS = 60_000_000;

    private final AtomicLongArray slots;
    private final LongSupplier nanos;
    private final long startNanos;
    private final int perMinuteMax;
    private final long paceMicros;

    /**
     * @param nanos a clock that never goes back, such as {@link System#nanoTime}
     * @param perMinuteMax from 1 to 1,000,000
     */
    public RateTable(int perMinuteMax, LongSupplier nanos) {
        this(perMinuteMax, nanos, BUCKETS);
    }

    /** @param buckets a power of two */
    RateTable(int perMinuteMax, LongSupplier nanos, int buckets) {
        this.slots = new AtomicLongArray(buckets * SLOTS_A_BUCKET);
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
        this.perMinuteMax = perMinuteMax;
        this.paceMicros = WINDOW_MICROS / perMinuteMax;
    }

    public int perMinuteMax() {
        return perMinuteMax;
    }

    /**
     * Admits one request.
     *
     * @param caller the hash of the caller
     * @return 0, or the microseconds after which a request would be admitted
     */
    public long take(long caller) {
        return ask(caller, 1, perMinuteMax * paceMicros, true);
    }

    /** Returns what {@link #take} would return now; takes nothing. */
    public long waitMicros(long caller) {
        return ask(caller, 1, perMinuteMax * paceMicros, false);
    }

    /** Counts requests that have been admitted already, or what has to be paid like them. */
    public void charge(long caller, int requests) {
        ask(caller, requests, Long.MAX_VALUE, true);
    }

    private long ask(long caller, int requests, long debtMicrosMax, boolean taking) {
        int first = (int) (caller & slots.length() / SLOTS_A_BUCKET - 1) * SLOTS_A_BUCKET;
        long tag = caller & ~INSTANT_MASK;
        while (true) {
            long now = (nanos.getAsLong() - startNanos) / 1_000;
            int at = first;
            long found = slots.get(first);
            for (int i = first + 1; (found & ~INSTANT_MASK) != tag && i < first + SLOTS_A_BUCKET; i++) {
                long slot = slots.get(i);
                if ((slot & ~INSTANT_MASK) == tag || isBetter(slot, found, now)) {
                    at = i;
                    found = slot;
                }
            }
            long workedOff = Math.max(found & INSTANT_MASK, now) + requests * paceMicros;
            if (workedOff - now > debtMicrosMax) {
                return workedOff - now - debtMicrosMax;
            }
            if (!taking || slots.compareAndSet(at, found, tag | workedOff)) {
                return 0;
            }
        }
    }

    /**
     * Returns whether another caller's slot is the better one to take over: the first free one, or else the one that is
     * free soonest.
     */
    private static boolean isBetter(long slot, long chosen, long now) {
        long until = chosen & INSTANT_MASK;
        return until > now && (slot & INSTANT_MASK) < until;
    }
}
