// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.limit;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.metrics.MetricSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bytes of requests and responses in memory: values read for responses that are being made, and responses that have
 * not been sent yet. Thread-safe. It counts only large ones, see {@link AnswerAccount}.
 */
public final class AnswerBudget {
    /** Shares of the heap, when nothing is configured. */
    private static final int SHARE = 4;

    private static final int CALLER_SHARE = 8;

    /** A full page and the values that it is written from, whatever the heap. */
    private static final long LEAST_BYTES = 32L << 20;

    private final long bytesMax;
    private final long callerBytesMax;
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentMap<String, Long> callers = new ConcurrentHashMap<>();
    private final LongAdder refusedToAll = new LongAdder();
    private final LongAdder refusedToCallers = new LongAdder();

    AnswerBudget(long bytesMax, long callerBytesMax) {
        this.bytesMax = bytesMax;
        this.callerBytesMax = callerBytesMax;
    }

    /** @param configured 0 for nothing */
    public static AnswerBudget of(long configured, long configuredOfCaller, long heapBytes) {
        return new AnswerBudget(
                configured == 0 ? Math.max(LEAST_BYTES, heapBytes / SHARE) : configured,
                configuredOfCaller == 0 ? Math.max(LEAST_BYTES, heapBytes / CALLER_SHARE) : configuredOfCaller);
    }

    /**
     * Takes that many more bytes. Fails with {@code OVERLOADED} or {@code RATE_LIMITED}, and then takes nothing.
     *
     * @param caller null for a caller without an own limit
     */
    void take(String caller, long more) {
        if (bytes.addAndGet(more) > bytesMax) {
            bytes.addAndGet(-more);
            refusedToAll.increment();
            throw LynchetException.retryable(
                    ErrorCode.OVERLOADED, "The responses in flight take too much memory; try again.", 1);
        }
        if (caller != null && callers.merge(caller, more, Long::sum) > callerBytesMax) {
            give(caller, more);
            refusedToCallers.increment();
            throw LynchetException.retryable(
                    ErrorCode.RATE_LIMITED,
                    "More than " + callerBytesMax
                            + " bytes are in flight to you; read those responses first, or ask for less at once.",
                    1);
        }
    }

    /** Takes bytes without a limit, for what is in memory already. */
    void add(String caller, long more) {
        bytes.addAndGet(more);
        if (caller != null) {
            callers.merge(caller, more, Long::sum);
        }
    }

    void give(String caller, long less) {
        bytes.addAndGet(-less);
        if (caller != null) {
            callers.computeIfPresent(caller, (key, now) -> now == less ? null : now - less);
        }
    }

    long bytes() {
        return bytes.get();
    }

    /** Returns whether nothing is taken by any caller. */
    public boolean isEmpty() {
        return bytes.get() == 0 && callers.isEmpty();
    }

    public void report(MetricSink sink) {
        sink.gauge("lynchet_http_answer_bytes", "Memory of large requests and responses in flight.", Map.of(), (double)
                bytes.get());
        String name = "lynchet_http_answer_refused_total";
        String text = "Requests refused because the responses in flight, in all or of their caller, took too much"
                + " memory.";
        sink.counter(name, text, Map.of("limit", "all"), (double) refusedToAll.sum());
        sink.counter(name, text, Map.of("limit", "caller"), (double) refusedToCallers.sum());
    }
}
