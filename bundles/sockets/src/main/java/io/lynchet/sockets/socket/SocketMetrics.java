// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.socket.CloseCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The metrics of all sockets. */
public final class SocketMetrics {
    /**
     * Clients may close with any code, and each label costs memory here and in the monitoring. All other codes count as
     * one.
     */
    private static final List<Integer> CODES = List.of(
            CloseCode.NORMAL,
            CloseCode.GOING_AWAY,
            CloseCode.PROTOCOL_ERROR,
            CloseCode.UNSUPPORTED,
            1006,
            CloseCode.BAD_TEXT,
            CloseCode.TOO_LARGE,
            CloseCode.FAILED,
            CloseCode.RESTARTING,
            CloseCode.TRY_LATER,
            CloseCode.UNAUTHENTICATED,
            CloseCode.KICKED,
            CloseCode.SILENT,
            CloseCode.TOO_MANY_ERRORS);

    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder bad = new LongAdder();
    private final LongAdder otherCodes = new LongAdder();
    private final Map<Integer, LongAdder> closed = new LinkedHashMap<>();

    SocketMetrics() {
        CODES.forEach(code -> closed.put(code, new LongAdder()));
    }

    void sent(int frames) {
        sent.add(frames);
    }

    void refused() {
        refused.increment();
    }

    void bad() {
        bad.increment();
    }

    void closed(int code) {
        closed.getOrDefault(code, otherCodes).increment();
    }

    public void report(MetricSink sink) {
        sink.counter("lynchet_sockets_frames_sent_total", "Frames offered to clients.", Map.of(), (double) sent.sum());
        sink.counter(
                "lynchet_sockets_frames_refused_total",
                "Frames refused because the queue of a client was full.",
                Map.of(),
                (double) refused.sum());
        sink.counter(
                "lynchet_sockets_bad_frames_total", "Frames of clients that failed.", Map.of(), (double) bad.sum());
        closed.forEach((code, count) -> closed(sink, Integer.toString(code), count));
        closed(sink, "other", otherCodes);
    }

    private static void closed(MetricSink sink, String code, LongAdder count) {
        sink.counter(
                "lynchet_sockets_closed_total", "Sockets that ended, by close code.", Map.of("code", code), (double)
                        count.sum());
    }
}
