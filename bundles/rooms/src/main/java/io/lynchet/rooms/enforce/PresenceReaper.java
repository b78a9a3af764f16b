// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.enforce;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.RoomRules.State;
import io.lynchet.api.loop.Loop;
import io.lynchet.rooms.room.RoomRights;
import io.lynchet.rooms.room.RoomTable;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that removes people from rooms who have gone, and those whose rights have ended. */
public final class PresenceReaper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceReaper.class);
    private static final int ROUNDS_A_FULL_REVIEW = 4;

    private final Loop loop = Loop.helpful("lynchet-rooms", LOG::error);
    private final RoomTable table;
    private final RoomRights rights;
    private final RightsReview review;
    private final RateLimiter[] paces;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "lynchet-rooms");
        worker.setDaemon(true);
        return worker;
    });
    private Future<?> rounds = CompletableFuture.completedFuture(null);
    private long generation = -1;
    private int round;

    public PresenceReaper(RoomTable table, RoomRights rights, RateLimiter... paces) {
        this.table = table;
        this.rights = rights;
        this.review = new RightsReview(table, rights);
        this.paces = paces.clone();
    }

    public void start() {
        rounds = thread.scheduleWithFixedDelay(loop.repeating(this::round), 1, 1, TimeUnit.SECONDS);
    }

    /** Does the work of each second. */
    public void round() {
        table.expire();
        for (RateLimiter pace : paces) {
            pace.forget();
        }
        round = (round + 1) % ROUNDS_A_FULL_REVIEW;
        if (table.size() == 0) {
            return;
        }
        State now;
        try {
            now = rights.state();
        } catch (LynchetException e) {
            // No app serves now, so no rule has changed either; the next round tries again.
            LOG.debug("The rules of rooms are missing: {}", e.getMessage());
            return;
        }
        if (round == 0 || now.generation() != generation) {
            generation = now.generation();
            review.outdated(now);
        }
    }

    /** Queues a review of a person's rights. At most one waits for each person. */
    public void reviewSoon(String person) {
        if (waiting.add(person)) {
            try {
                thread.execute(loop.repeating(() -> {
                    waiting.remove(person);
                    review.person(person);
                }));
            } catch (RejectedExecutionException e) {
                LOG.debug("The rooms are no longer checked", e);
            }
        }
    }

    @Override
    public void close() {
        rounds.cancel(false);
        loop.close();
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A check of the rooms was still running when they closed.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
