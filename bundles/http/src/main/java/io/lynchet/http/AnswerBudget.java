// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.metrics.MetricSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bytes of requests and answers that are in memory: what was read for answers that are being made, and answers that have not been sent yet. Thread-safe. Only what
 * is large comes here, see {@link AnswerAccount}.
 */
final class AnswerBudget {
    /** Shares of the heap, as long as nothing is configured. */
    private static final int SHARE = 4;

    private static final int CALLER_SHARE = 8;

    /** A full page and what it is written from, whatever the heap. */
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
    static AnswerBudget of(long configured, long configuredOfCaller, long heapBytes) {
        return new AnswerBudget(
                configured == 0 ? Math.max(LEAST_BYTES, heapBytes / SHARE) : configured,
                configuredOfCaller == 0 ? Math.max(LEAST_BYTES, heapBytes / CALLER_SHARE) : configuredOfCaller);
    }

    /**
     * So much more; {@code OVERLOADED} or {@code RATE_LIMITED}, and then nothing is taken.
     *
     * @param caller null for one who has no limit of his own
     */
    void take(String caller, long more) {
        if (bytes.addAndGet(more) > bytesMax) {
            bytes.addAndGet(-more);
            refusedToAll.increment();
            throw LynchetException.retryable(ErrorCode.OVERLOADED, "Too much is being answered at once; try again.", 1);
        }
        if (caller != null && callers.merge(caller, more, Long::sum) > callerBytesMax) {
            give(caller, more);
            refusedToCallers.increment();
            throw LynchetException.retryable(
                    ErrorCode.RATE_LIMITED,
                    "More than " + callerBytesMax
                            + " bytes are being answered to you; take those answers first, or ask for less at once.",
                    1);
        }
    }

    /** The same without a limit, for what is there already. */
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

    /** Whether nothing is taken by anybody. */
    boolean isEmpty() {
        return bytes.get() == 0 && callers.isEmpty();
    }

    void report(MetricSink sink) {
        sink.gauge(
                "lynchet_http_answer_bytes",
                "Memory of large requests and answers that are being made or sent.",
                Map.of(),
                (double) bytes.get());
        String name = "lynchet_http_answer_refused_total";
        String text = "Requests refused because too much was being answered, in all or to their caller.";
        sink.counter(name, text, Map.of("limit", "all"), (double) refusedToAll.sum());
        sink.counter(name, text, Map.of("limit", "caller"), (double) refusedToCallers.sum());
    }
}
