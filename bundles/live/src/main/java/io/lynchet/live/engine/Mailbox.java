// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.engine;

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

/**
 * The queue of the engine's thread: tasks in order, and changes of the log. Changes and clients' requests are bounded.
 */
public final class Mailbox {
    /** The most changes that are kept; the engine reads those beyond from the log. */
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
     * The tasks and changes of one turn.
     *
     * @param missed whether changes were left out, before or among these
     */
    record Mail(Deque<Runnable> tasks, List<Change> changes, boolean missed) {}

    /** Receives the changes of a commit from the feed. Never blocks. */
    public void changed(List<Change> more) {
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

    /** Adds a task of the engine's own parts, which have a limited number of them at a time. Never blocks. */
    public void post(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a client's request. Blocks for at most 5 seconds while the queue is full, then fails with
     * {@code OVERLOADED}.
     */
    public void request(Runnable task) {
        long left = TimeUnit.MILLISECONDS.toNanos(ROOM_WAIT_MILLIS);
        lock.lock();
        try {
            while (tasks.size() >= REQUESTS_MAX) {
                if (left <= 0) {
                    throw LynchetException.retryable(
                            ErrorCode.OVERLOADED, "Too many live queries open at once; try again.", 1);
                }
                left = emptied.awaitNanos(left);
            }
            tasks.add(task);
            filled.signal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "Interrupted while opening the live query.", e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that waits. Blocks for at most {@code atMostNanos} while there is nothing. */
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
