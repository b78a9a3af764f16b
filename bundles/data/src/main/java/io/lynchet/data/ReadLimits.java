// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.CallContext;
import io.lynchet.api.store.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What bounds the reads of callers: how long each may take, and how many one caller may have at a time. Changed while the process runs. */
final class ReadLimits {
    /**
     * @param timeout of a read
     * @param perCallerMax reads of one caller at a time
     */
    record Settings(Duration timeout, int perCallerMax) {
        static final Settings DEFAULT = new Settings(Duration.ofSeconds(5), 8);
    }

    private final LongSupplier nanos;
    private volatile Settings settings;
    private volatile ReadShares shares;
    private volatile Leaving leaving;

    /** @param at when the reads that are meant were under way already */
    private record Leaving(long at, long end) {}

    /** @param nanos a clock that never goes back */
    ReadLimits(Settings settings, LongSupplier nanos) {
        this.nanos = nanos;
        configure(settings);
    }

    /** Holds for reads that begin from now on. */
    void configure(Settings next) {
        if (settings == null || settings.perCallerMax() != next.perCallerMax()) {
            shares = new ReadShares(next.perCallerMax());
        }
        settings = next;
    }

    /** A store, or all of this, is about to leave: reads that are under way end by then. Those that begin later go where they are let in. */
    void leave(Duration grace) {
        long at = nanos.getAsLong();
        leaving = new Leaving(at, at + grace.toNanos());
    }

    /** For a read that begins now on this thread. */
    Deadline deadline() {
        CallContext call = CallContext.current();
        return call == null ? Deadline.NONE : new OfCall(call, settings.timeout());
    }

    /** This thread's place among the readers, to be closed after the read; {@code RATE_LIMITED} when its caller has too many for too long. */
    ReadShares.Place enter() {
        CallContext call = CallContext.current();
        return call == null ? ReadShares.Place.OWN : shares.enter(call.caller());
    }

    private final class OfCall implements Deadline {
        private static final long LOOK_NANOS = 100_000_000;

        private final CallContext call;
        private final Duration timeout;
        private final long begun = nanos.getAsLong();
        private long nextLook = LOOK_NANOS;
        private volatile LynchetException ended;

        OfCall(CallContext call, Duration timeout) {
            this.call = call;
            this.timeout = timeout;
        }

        /** Who ends a read by it asks again for the reason, so it is kept. */
        @Override
        public LynchetException over() {
            LynchetException why = ended;
            if (why == null) {
                why = look();
                if (why != null) {
                    ended = why;
                }
            }
            return why;
        }

        private LynchetException look() {
            long now = nanos.getAsLong();
            long taken = now - begun;
            if (taken > timeout.toNanos()) {
                return new LynchetException(
                        ErrorCode.QUERY_TIMEOUT,
                        "The read took longer than " + timeout.toMillis()
                                + " ms and was ended; ask for less, or filter and sort by fields that have an index.");
            }
            Leaving part = leaving;
            if (part != null && begun - part.at() <= 0 && now - part.end() > 0) {
                return LynchetException.retryable(
                        ErrorCode.UNAVAILABLE, "The read took too long for a server that is stopping; try again.", 1);
            }
            // Whether the client is there takes a look at its connection, which short reads do without.
            if (taken > nextLook) {
                nextLook = taken + LOOK_NANOS;
                return call.isGone()
                        ? new LynchetException(ErrorCode.UNAVAILABLE, "The client has gone; its read was ended.")
                        : null;
            }
            return null;
        }
    }
}
