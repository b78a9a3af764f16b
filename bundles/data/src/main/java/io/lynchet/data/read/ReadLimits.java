// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.CallContext;
import io.lynchet.api.store.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The limits of callers' reads: the time of each, and the number of one caller's reads at a time. They change while the
 * process runs.
 */
public final class ReadLimits {
    /**
     * @param timeout the time limit of a read
     * @param perCallerMax the number of reads of one caller at a time
     */
    public record Settings(Duration timeout, int perCallerMax) {
        public static final Settings DEFAULT = new Settings(Duration.ofSeconds(5), 8);
    }

    private final LongSupplier nanos;
    private volatile Settings settings;
    private volatile ReadShares shares;
    private final LongReads longReads;
    private volatile Leaving leaving;

    /**
     * @param at reads that began before this instant are meant
     * @param end the instant at which they end
     */
    private record Leaving(long at, long end) {}

    /** @param nanos a clock that never goes back */
    public ReadLimits(Settings settings, LongSupplier nanos) {
        this(settings, nanos, new LongReads());
    }

    ReadLimits(Settings settings, LongSupplier nanos, LongReads longReads) {
        this.nanos = nanos;
        this.longReads = longReads;
        configure(settings);
    }

    /** Changes the limits for reads that begin from now on. */
    public void configure(Settings next) {
        if (settings == null || settings.perCallerMax() != next.perCallerMax()) {
            shares = new ReadShares(next.perCallerMax(), nanos);
        }
        settings = next;
    }

    /**
     * Prepares for the leaving of a store or of this bundle: running reads end within the grace. Later reads begin as
     * the gate allows.
     */
    public void leave(Duration grace) {
        long at = nanos.getAsLong();
        leaving = new Leaving(at, at + grace.toNanos());
    }

    /**
     * Begins a search on this thread. Fails with {@code RATE_LIMITED} when its caller has too many reads for too long.
     */
    CallerRead search() {
        CallContext call = CallContext.current();
        return call == null ? CallerRead.OWN : new OfCall(call, settings.timeout(), shares.enter(call.caller()));
    }

    /** Begins a look-up on this thread. It takes no share: it ends before other reads would have had to wait for it. */
    CallerRead lookUp() {
        CallContext call = CallContext.current();
        return call == null ? CallerRead.OWN : new OfCall(call, settings.timeout(), ReadShares.Place.OWN);
    }

    /** A running read, which the caller closes when it has ended. */
    interface CallerRead extends AutoCloseable {
        /** A read of the server itself. */
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

        /** The first slice of a caller's read after a long one. After it the read counts as long, too. */
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

        /** The store asks again for the reason after it has ended the read, so the reason is kept. */
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
                                + " ms, so the server ended it; ask for less, or filter and sort by fields that have"
                                + " an index.");
            }
            Leaving part = leaving;
            if (part != null && begun - part.at() <= 0 && now - part.end() > 0) {
                return LynchetException.retryable(
                        ErrorCode.UNAVAILABLE, "The server is stopping and ended the read; try again.", 1);
            }
            // Checking for the client reads its connection, so short reads skip it.
            if (taken > nextLook) {
                nextLook = taken + LOOK_NANOS;
                return call.isGone()
                        ? new LynchetException(
                                ErrorCode.UNAVAILABLE, "The client has gone, so the server ended its read.")
                        : null;
            }
            return null;
        }
    }
}
