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
    private final LongReads longReads;
    private volatile Leaving leaving;

    /** @param at when the reads that are meant were under way already */
    private record Leaving(long at, long end) {}

    /** @param nanos a clock that never goes back */
    ReadLimits(Settings settings, LongSupplier nanos) {
        this(settings, nanos, new LongReads());
    }

    ReadLimits(Settings settings, LongSupplier nanos, LongReads longReads) {
        this.nanos = nanos;
        this.longReads = longReads;
        configure(settings);
    }

    /** Holds for reads that begin from now on. */
    void configure(Settings next) {
        if (settings == null || settings.perCallerMax() != next.perCallerMax()) {
            shares = new ReadShares(next.perCallerMax(), nanos);
        }
        settings = next;
    }

    /** A store, or all of this, is about to leave: reads that are under way end by then. Those that begin later go where they are let in. */
    void leave(Duration grace) {
        long at = nanos.getAsLong();
        leaving = new Leaving(at, at + grace.toNanos());
    }

    /** A search that begins now on this thread; {@code RATE_LIMITED} when its caller has too many for too long. */
    CallerRead search() {
        CallContext call = CallContext.current();
        return call == null ? CallerRead.OWN : new OfCall(call, settings.timeout(), shares.enter(call.caller()));
    }

    /** A look-up that begins now. It takes no share: it is over before others would have had to wait for it. */
    CallerRead lookUp() {
        CallContext call = CallContext.current();
        return call == null ? CallerRead.OWN : new OfCall(call, settings.timeout(), ReadShares.Place.OWN);
    }

    /** One read, to be closed when it has ended. */
    interface CallerRead extends AutoCloseable {
        /** Of the server itself. */
        CallerRead OWN = new CallerRead() {
            @Override
            public Deadline deadline() {
                return Deadline.NONE;
            }

            @Override
            public void close() {
                // It holds nothing.
            }
        };

        Deadline deadline();

        @Override
        void close();
    }

    private final class OfCall implements CallerRead, Deadline {
        private static final long LOOK_NANOS = 100_000_000;

        /** So long the next read of a caller works who just had a long one, before it counts as another. */
        private static final long HABIT_NANOS = LongReads.SLICE_NANOS / 10;

        private final CallContext call;
        private final Duration timeout;
        private final long begun = nanos.getAsLong();
        private final ReadShares.Place place;
        private long nextLook = LOOK_NANOS;
        private long sliceBegun = begun;
        private long sliceNanos;
        private boolean isLong;
        private boolean hasTurn;
        private volatile LynchetException ended;

        OfCall(CallContext call, Duration timeout, ReadShares.Place place) {
            this.call = call;
            this.timeout = timeout;
            this.place = place;
            this.sliceNanos = place.isOfLongReader() ? HABIT_NANOS : LongReads.SLICE_NANOS;
        }

        @Override
        public Deadline deadline() {
            return this;
        }

        @Override
        public void close() {
            if (isLong) {
                giveBackTurn();
                longReads.ends();
            }
            place.close();
        }

        @Override
        public void pace() {
            if (nanos.getAsLong() - sliceBegun < sliceNanos) {
                return;
            }
            if (!isLong) {
                isLong = true;
                longReads.begins();
            }
            place.tookLong();
            giveBackTurn();
            try {
                rest();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            sliceNanos = LongReads.SLICE_NANOS;
            sliceBegun = nanos.getAsLong();
        }

        private void giveBackTurn() {
            if (hasTurn) {
                hasTurn = false;
                longReads.giveBackTurn();
            }
        }

        private void rest() throws InterruptedException {
            long began = nanos.getAsLong();
            long left = 0;
            do {
                hasTurn = longReads.awaitTurn(Math.min(left, LOOK_NANOS));
                left = longReads.restNanos() - (nanos.getAsLong() - began);
            } while (!hasTurn && left > 0 && over() == null);
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
