// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the engine's thread: tasks in order, and changes of the log. Both are bounded. */
final class Mailbox {
    /** Changes beyond this are not kept; the engine reads them from the log. */
    private static final int CHANGES_MAX = 10_000;

    private static final long CHANGE_BYTES_MAX = 16L << 20;
    private static final int REQUESTS_MAX = 10_000;
    private static final long ROOM_WAIT_MILLIS = 5_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private Deque<Runnable> tasks = new ArrayDeque<>();
    private List<Change> changes = new ArrayList<>();
    private long changeBytes;
    private boolean missed;

    /**
     * What there was to do.
     *
     * @param missed whether changes were left out, before or among these
     */
    record Mail(Deque<Runnable> tasks, List<Change> changes, boolean missed) {}

    /** Changes as the store tells them; never blocks. */
    void changed(List<Change> more) {
        lock.lock();
        try {
            long bytes = changeBytes;
            for (Change change : more) {
                bytes += change.bytes();
            }
            if (changes.size() + more.size() > CHANGES_MAX || bytes > CHANGE_BYTES_MAX) {
                missed = true;
            } else {
                changes.addAll(more);
                changeBytes = bytes;
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** A task of the engine's own parts, of which there are only so many at a time. Never blocks. */
    void post(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** A client's request; waits for room, and then fails with {@code OVERLOADED}. */
    void request(Runnable task) {
        long left = TimeUnit.MILLISECONDS.toNanos(ROOM_WAIT_MILLIS);
        lock.lock();
        try {
            while (tasks.size() >= REQUESTS_MAX) {
                if (left <= 0) {
                    throw LynchetException.retryable(
                            ErrorCode.OVERLOADED, "Too many live queries are being opened.", 1);
                }
                left = emptied.awaitNanos(left);
            }
            tasks.add(task);
            filled.signal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "Interrupted while the live query was opened.", e);
        } finally {
            lock.unlock();
        }
    }

    /** All there is; waits for something at most so long. */
    Mail take(long atMostNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = atMostNanos;
            while (tasks.isEmpty() && changes.isEmpty() && !missed && left > 0) {
                left = filled.awaitNanos(left);
            }
            Mail mail = new Mail(tasks, changes, missed);
            tasks = new ArrayDeque<>();
            changes = new ArrayList<>();
            changeBytes = 0;
            missed = false;
            emptied.signalAll();
            return mail;
        } finally {
            lock.unlock();
        }
    }
}
