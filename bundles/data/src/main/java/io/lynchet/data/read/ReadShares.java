// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The shares of callers in the store's readers, so that no caller takes all of them. One read of each caller is always
 * admitted. Further ones of all callers share a number of places, so several callers together don't take all readers
 * either.
 *
 * <p>A secret hash maps callers to a fixed number of slots, so no table grows with their number. Callers in the same
 * slot share a share.
 */
final class ReadShares {
    private static final int SLOTS = 1_024;
    private static final int RETRY_SECONDS = 1;
    private static final long HABIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The number of a caller's reads that wait for its own earlier ones, each on a thread. */
    static final int WAITING_MAX = 64;

    /** The number of waiting reads in all: threads must remain for reads that need not wait. */
    static final int ALL_WAITING_MAX = 96;

    private final int max;
    private final long patienceMillis;
    private final LongSupplier nanos;
    private final long longAgo;
    private final int secret = new Random().nextInt();
    private final Semaphore more;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Slot[] slots = new Slot[SLOTS];

    /** A place of a running read, closed when it has ended. */
    interface Place extends AutoCloseable {
        /** The place of the server's own reads, and of look-ups. */
        Place OWN = new Place() {
            @Override
            public boolean isOfLongReader() {
                return false;
            }

            @Override
            public void tookLong() {
                // The server has no habit.
            }

            @Override
            public void close() {
                // It holds nothing.
            }
        };

        /** Returns whether a read of the same caller took long within the last second. */
        boolean isOfLongReader();

        void tookLong();

        @Override
        void close();
    }

    ReadShares(int max, LongSupplier nanos) {
        this(max, TimeUnit.SECONDS.toMillis(5), nanos);
    }

    /**
     * @param max the number of reads of one caller, and of all callers together beyond one of each
     * @param nanos a clock that never goes back
     */
    ReadShares(int max, long patienceMillis, LongSupplier nanos) {
        this.max = max;
        this.patienceMillis = patienceMillis;
        this.nanos = nanos;
        this.longAgo = nanos.getAsLong() - HABIT_NANOS;
        this.more = new Semaphore(max);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    /** The slot of one caller. Its places are created once, so that entering allocates nothing. */
    private final class Slot {
        final Semaphore places = new Semaphore(max);
        final AtomicBoolean first = new AtomicBoolean();
        final Place firstPlace = new SlotPlace(this, () -> first.set(false));
        final Place nextPlace = new SlotPlace(this, more::release);
        volatile long hadLongAt = longAgo;
    }

    private final class SlotPlace implements Place {
        private final Slot slot;
        private final Runnable closing;

        SlotPlace(Slot slot, Runnable closing) {
            this.slot = slot;
            this.closing = closing;
        }

        @Override
        public boolean isOfLongReader() {
            return nanos.getAsLong() - slot.hadLongAt < HABIT_NANOS;
        }

        @Override
        public void tookLong() {
            slot.hadLongAt = nanos.getAsLong();
        }

        @Override
        public void close() {
            closing.run();
            slot.places.release();
        }
    }

    /** Waits while the caller has its most reads, for at most the patience, then fails with {@code RATE_LIMITED}. */
    Place enter(String caller) {
        Slot slot = slots[slotOf(caller)];
        acquire(slot.places);
        if (slot.first.compareAndSet(false, true)) {
            return slot.firstPlace;
        }
        try {
            acquire(more);
        } catch (LynchetException e) {
            slot.places.release();
            throw e;
        }
        return slot.nextPlace;
    }

    private int slotOf(String caller) {
        int mixed = (caller.hashCode() ^ secret) * 0x9E3779B9;
        return mixed >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
    }

    private void acquire(Semaphore places) {
        if (places.tryAcquire()) {
            return;
        }
        if (places != more && places.getQueueLength() >= WAITING_MAX) {
            throw tooMany();
        }
        try {
            if (waiting.incrementAndGet() > ALL_WAITING_MAX
                    || !places.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
                throw tooMany();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "interrupted while waiting for other reads", e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private LynchetException tooMany() {
        return LynchetException.retryable(
                ErrorCode.RATE_LIMITED,
                "You have as many reads running as you may have now, at most " + max + "; wait for them.",
                RETRY_SECONDS);
    }
}
