// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.api.loop.Loop;
import io.lynchet.api.row.Change;
import io.lynchet.api.store.WriterThreads;
import io.lynchet.store.sql.database.StallClock;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notification thread. It tells listeners, in commit order, while the writer works on the next commits. The writer
 * waits when 16 groups are waiting here. When a group has been told, its callers go on elsewhere, on
 * {@link CallerThreads}.
 */
public final class CommitNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(CommitNotifier.class);

    private static final int GROUPS_MAX = 16;

    private final BlockingQueue<Group> waiting = new ArrayBlockingQueue<>(GROUPS_MAX);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final CommitListeners listeners;
    private final CallerThreads callers;
    private final Loop loop;
    private final Thread thread;
    private volatile boolean ending;
    private final StallClock standing = new StallClock();
    private int untold;

    /** @param last whether the thread ends after this group */
    private record Group(List<CommitRequest> requests, List<Change> changes, boolean last) {}

    /** @param name the name of the store, for thread names */
    public CommitNotifier(CommitListeners listeners, String name) {
        this.listeners = listeners;
        this.callers = new CallerThreads(name);
        this.loop = Loop.vital(name + "-notifier", LOG::error);
        this.thread = loop.thread(this::work);
    }

    public void start() {
        thread.start();
    }

    /** Queues a group whose commits are durable or refused. Blocks while the queue is full. */
    public void give(List<CommitRequest> requests, List<Change> changes) {
        Group group = new Group(requests, changes, false);
        count(1);
        put(group);
        requests.forEach(CommitRequest::decided);
    }

    /** Blocks until listeners have been told of every queued group. */
    public void awaitTold() {
        lock.lock();
        try {
            while (untold > 0) {
                told.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells of the remaining groups, lets their callers go on, and ends. Blocks until the queue has room, then for at
     * most that time for listeners and again for callers, and then interrupts them.
     */
    public void close(long atMostMillis) {
        put(new Group(List.of(), List.of(), true));
        ending = true;
        try {
            thread.join(atMostMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("A commit listener was still busy after {} ms, and is interrupted.", atMostMillis);
            thread.interrupt();
        }
        loop.close();
        if (!callers.close(atMostMillis)) {
            LOG.warn("Callers of commits were still busy after {} ms, and are interrupted.", atMostMillis);
        }
    }

    private void put(Group group) {
        boolean interrupted = false;
        while (true) {
            try {
                waiting.put(group);
                break;
            } catch (InterruptedException e) {
                // The caller of a commit must learn its outcome, also when the writer is told to end.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns how long listeners have been busy with one group, or callers have kept all threads from other callers,
     * whichever is longer; 0 when neither is so.
     */
    long standingNanos() {
        return Math.max(standing.nanos(), callers.standingNanos());
    }

    private void work() {
        WriterThreads.enter(WriterThreads.Part.TELLING);
        try {
            for (Group group = next(); !group.last(); group = next()) {
                tell(group);
            }
        } catch (InterruptedException e) {
            if (!ending) {
                throw new IllegalStateException("a listener interrupted the notification thread", e);
            }
            LOG.info("The notification thread was interrupted, and ends.");
        }
    }

    private Group next() throws InterruptedException {
        callers.replaceBlocked();
        Group group = waiting.poll();
        while (group == null && callers.hasWaiting()) {
            group = waiting.poll(CallerThreads.BLOCKED_MILLIS, TimeUnit.MILLISECONDS);
            callers.replaceBlocked();
        }
        return group == null ? waiting.take() : group;
    }

    private void tell(Group group) throws InterruptedException {
        standing.begin();
        try {
            loop.turn(() -> listeners.tell(group.changes()));
        } finally {
            standing.end();
            // Also after a failed turn the callers learn their outcome.
            group.requests().forEach(callers::goOn);
            count(-1);
        }
    }

    private void count(int by) {
        lock.lock();
        try {
            untold += by;
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
