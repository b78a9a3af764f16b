// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.store;

import io.lynchet.api.lease.Gate;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.row.Change;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pruning of the log of changes. Once a minute, on its own thread, it has the store prune old or surplus commits.
 * It prunes a piece at a time, so that a commit never waits for more than one piece.
 */
public final class LogRetention implements AutoCloseable {
    static final int PIECE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Loop loop = Loop.helpful("lynchet-log-retention", LOG::error);
    private final Gate<Store> stores;
    private final Clock clock;
    private final AtomicInteger holds = new AtomicInteger();
    private volatile Limits limits;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "lynchet-log-retention");
        worker.setDaemon(true);
        return worker;
    });

    private ScheduledFuture<?> looking;

    /**
     * The limits of the log; a change is kept while it is within both.
     *
     * @param age the time since the commit
     * @param changes the number of changes, counted from the newest
     */
    public record Limits(Duration age, long changes) {}

    public LogRetention(Gate<Store> stores, Clock clock, Limits limits) {
        this.stores = stores;
        this.clock = clock;
        this.limits = limits;
    }

    public void start() {
        start(EVERY);
    }

    void start(Duration every) {
        looking = thread.scheduleWithFixedDelay(
                loop.repeating(this::forgetAll), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Changes the limits from the next round on. */
    public void keep(Limits now) {
        limits = now;
    }

    /** Holds up all pruning until the handle is closed. */
    public Store.Listening hold() {
        holds.incrementAndGet();
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                holds.decrementAndGet();
            }
        };
    }

    /**
     * Prunes everything beyond the limits. A failure is tried again in the next round. Does nothing without a store.
     */
    void forgetAll() {
        while (stores.isBound() && !thread.isShutdown() && holds.get() == 0 && stores.call(this::forgetPiece)) {
            Thread.onSpinWait();
        }
    }

    /** Prunes a piece and returns whether it pruned anything, so that there may be more. */
    private boolean forgetPiece(Store store) {
        StoreInfo info = store.info();
        Limits now = limits;
        long before = info.headSeq() - now.changes() + 1;
        if (before < info.oldestSeq() + PIECE) {
            before = Math.max(before, firstYounger(store, info, clock.instant().minus(now.age())));
        }
        return before > info.oldestSeq() && store.pruneLog(before, PIECE) > info.oldestSeq();
    }

    /** Returns the seq of the first younger change among the oldest ones; when all are older, the seq behind them. */
    private static long firstYounger(Store store, StoreInfo info, Instant cutoff) {
        try (Snapshot snapshot = store.snapshot()) {
            List<Change> oldest = snapshot.changes(info.oldestSeq() - 1, PIECE);
            for (Change change : oldest) {
                if (!change.at().isBefore(cutoff)) {
                    return change.seq();
                }
            }
            return oldest.isEmpty() ? 0 : oldest.get(oldest.size() - 1).seq() + 1;
        }
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.cancel(false);
        }
        loop.close();
        thread.shutdownNow();
    }
}
