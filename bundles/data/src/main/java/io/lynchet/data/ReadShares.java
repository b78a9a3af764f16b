// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many reads each caller has, so that nobody takes all readers of the store. Callers fall into a fixed number of slots by a secret hash: no table
 * grows with their number, and those who share a slot by chance share a share.
 */
final class ReadShares {
    private static final int SLOTS = 1_024;
    private static final int RETRY_SECONDS = 1;

    /** So many reads of a caller wait for its own earlier ones, each on a thread. */
    static final int WAITING_MAX = 128;

    private final int max;
    private final long patienceMillis;
    private final int secret = new Random().nextInt();
    private final Slot[] slots = new Slot[SLOTS];

    /** Given up when the read has ended. */
    interface Place extends AutoCloseable {
        /** Of reads of the server itself. */
        Place OWN = () -> {};

        @Override
        void close();
    }

    ReadShares(int max) {
        this(max, TimeUnit.SECONDS.toMillis(5));
    }

    ReadShares(int max, long patienceMillis) {
        this.max = max;
        this.patienceMillis = patienceMillis;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot(max);
        }
    }

    /** It is its own place, so that entering allocates nothing. */
    private static final class Slot implements Place {
        private final Semaphore places;

        Slot(int max) {
            places = new Semaphore(max);
        }

        @Override
        public void close() {
            places.release();
        }
    }

    /** Waits, bounded, while the caller has as many reads as it may; then {@code RATE_LIMITED}. */
    Place enter(String caller) {
        Slot slot = slots[slotOf(caller)];
        if (!slot.places.tryAcquire()) {
            await(slot);
        }
        return slot;
    }

    private int slotOf(String caller) {
        int mixed = (caller.hashCode() ^ secret) * 0x9E3779B9;
        return mixed >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
    }

    private void await(Slot slot) {
        try {
            if (slot.places.getQueueLength() >= WAITING_MAX
                    || !slot.places.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
                throw LynchetException.retryable(
                        ErrorCode.RATE_LIMITED,
                        "You have " + max + " reads under way, which is as many as one caller may have; wait for them.",
                        RETRY_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "interrupted while waiting for other reads", e);
        }
    }
}
