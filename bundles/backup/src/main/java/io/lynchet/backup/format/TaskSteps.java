// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupProgress;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The progress of a task. The task's thread writes it; any thread reads it. */
public final class TaskSteps implements ContentLines.Tick {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopping = lock.newCondition();
    private volatile BackupProgress at = new BackupProgress("waiting", 0, 0);
    private volatile String stopped;
    private long done;

    /** Begins a step. */
    public void step(String what, long total) {
        requireWanted();
        done = 0;
        at = new BackupProgress(what, 0, total);
    }

    @Override
    public void one() {
        add(1);
    }

    /** Adds to the done part of the step. Fails with {@code CONFLICT} when the task is to end. */
    public void add(long records) {
        done += records;
        BackupProgress now = at;
        // Readers need the progress only a few times a second.
        if (done - now.done() >= 500 || done >= now.total()) {
            requireWanted();
            at = new BackupProgress(now.step(), done, now.total());
        }
    }

    /** Rests for that time. Fails with {@code CONFLICT} when the task is to end. */
    public void rest(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && stopped == null) {
                left = stopping.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        requireWanted();
    }

    public BackupProgress now() {
        return at;
    }

    public void cancel() {
        stop("It was cancelled.");
    }

    /** Asks the task to end soon. */
    public void stop(String why) {
        lock.lock();
        try {
            stopped = why;
            stopping.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Fails with {@code CONFLICT} when the task is to end. */
    public void requireWanted() {
        if (stopped != null || Thread.currentThread().isInterrupted()) {
            throw new LynchetException(ErrorCode.CONFLICT, stopped == null ? "It was interrupted." : stopped);
        }
    }
}
