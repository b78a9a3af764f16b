// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

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
 * Keeps the log of changes from growing for ever. Once a minute, on a thread of its own, it has the store forget what is too old or too much, a
 * piece at a time, so that a commit never waits for more than one piece.
 */
final class LogRetention implements AutoCloseable {
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
     * A change is kept while it is within both.
     *
     * @param age since it was committed
     * @param changes how many, with the newest
     */
    record Limits(Duration age, long changes) {}

    LogRetention(Gate<Store> stores, Clock clock, Limits limits) {
        this.stores = stores;
        this.clock = clock;
        this.limits = limits;
    }

    void start() {
        start(EVERY);
    }

    void start(Duration every) {
        looking = thread.scheduleWithFixedDelay(
                loop.repeating(this::forgetAll), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From the next look on. */
    void keep(Limits now) {
        limits = now;
    }

    /** Until it is closed nothing is forgotten. */
    Store.Listening hold() {
        holds.incrementAndGet();
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                holds.decrementAndGet();
            }
        };
    }

    /** What fails is tried again with the next look. Nothing happens while there is no store. */
    void forgetAll() {
        while (stores.isBound() && !thread.isShutdown() && holds.get() == 0 && stores.call(this::forgetPiece)) {
            Thread.onSpinWait();
        }
    }

    /** Whether something was forgotten, so that there may be more. */
    private boolean forgetPiece(Store store) {
        StoreInfo info = store.info();
        Limits now = limits;
        long before = info.headSeq() - now.changes() + 1;
        if (before < info.oldestSeq() + PIECE) {
            before = Math.max(before, firstYounger(store, info, clock.instant().minus(now.age())));
        }
        return before > info.oldestSeq() && store.pruneLog(before, PIECE) > info.oldestSeq();
    }

    /** Seq of the first of the oldest changes that is not older than that; behind all that were looked at when they are. */
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
