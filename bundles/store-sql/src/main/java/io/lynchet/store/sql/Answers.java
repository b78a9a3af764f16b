// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.loop.Loop;
import io.lynchet.api.row.Change;
import io.lynchet.api.store.WritePath;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that tells listeners and callers how their commits went, in commit order, while the writer is at the next ones. When it
 * falls behind, the writer waits for it.
 */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private static final int GROUPS_MAX = 16;

    private final BlockingQueue<Group> waiting = new ArrayBlockingQueue<>(GROUPS_MAX);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Listeners listeners;
    private final Loop loop;
    private final Thread thread;
    private volatile boolean ending;
    private final Standing standing = new Standing();
    private int untold;

    /** @param last whether the thread ends after it */
    private record Group(List<CommitRequest> requests, List<Change> changes, boolean last) {}

    /** @param name of the store, in names of threads */
    public Answers(Listeners listeners, String name) {
        this.listeners = listeners;
        this.loop = Loop.vital(name + "-answers", LOG::error);
        this.thread = loop.thread(this::work);
    }

    public void start() {
        thread.start();
    }

    /** Hands a group over, whose commits are durable or refused. */
    public void give(List<CommitRequest> requests, List<Change> changes) {
        Group group = new Group(requests, changes, false);
        count(1);
        put(group);
        requests.forEach(CommitRequest::decided);
    }

    /** Comes back when everything that was handed over has been told. */
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

    /** Tells the rest, and ends. */
    public void close(long atMostMillis) {
        put(new Group(List.of(), List.of(), true));
        ending = true;
        try {
            thread.join(atMostMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("Callers were still being answered after {} ms.", atMostMillis);
            thread.interrupt();
        }
        loop.close();
    }

    private void put(Group group) {
        boolean interrupted = false;
        while (true) {
            try {
                waiting.put(group);
                break;
            } catch (InterruptedException e) {
                // What was committed has to be answered, also by a writer that is told to end.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** For how long it has been telling of one group; 0 when it is not. */
    long standingNanos() {
        return standing.nanos();
    }

    private void work() {
        WritePath.enter(WritePath.Part.TELLING);
        try {
            for (Group group = waiting.take(); !group.last(); group = waiting.take()) {
                tell(group);
            }
        } catch (InterruptedException e) {
            if (!ending) {
                throw new IllegalStateException("a listener or a caller interrupted the answering thread", e);
            }
            LOG.info("The answering thread was interrupted, and ends.");
        }
    }

    private void tell(Group group) throws InterruptedException {
        standing.begin();
        try {
            loop.turn(() -> {
                listeners.tell(group.changes());
                group.requests().forEach(CommitRequest::finish);
            });
        } finally {
            // Whoever was told already is not told again by this.
            group.requests().forEach(CommitRequest::finish);
            standing.end();
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
