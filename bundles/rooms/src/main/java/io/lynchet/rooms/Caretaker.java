// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.RoomRules.State;
import io.lynchet.api.loop.Loop;
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

/** The one thread that lets people go who have gone, and those whose rights have ended. */
final class Caretaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
    private static final int ROUNDS_A_FULL_REVIEW = 4;

    private final Loop loop = Loop.helpful("lynchet-rooms", LOG::error);
    private final RoomTable table;
    private final Rights rights;
    private final RightsReview review;
    private final Pace[] paces;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "lynchet-rooms");
        worker.setDaemon(true);
        return worker;
    });
    private Future<?> rounds = CompletableFuture.completedFuture(null);
    private long generation = -1;
    private int round;

    Caretaker(RoomTable table, Rights rights, Pace... paces) {
        this.table = table;
        this.rights = rights;
        this.review = new RightsReview(table, rights);
        this.paces = paces.clone();
    }

    void start() {
        rounds = thread.scheduleWithFixedDelay(loop.repeating(this::round), 1, 1, TimeUnit.SECONDS);
    }

    /** What is done each second. */
    void round() {
        table.expire();
        for (Pace pace : paces) {
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
            // No app serves right now, so nothing has changed either; the next round tries again.
            LOG.debug("The rules of rooms are not there: {}", e.getMessage());
            return;
        }
        if (round == 0 || now.generation() != generation) {
            generation = now.generation();
            review.outdated(now);
        }
    }

    /** Asks again about somebody, soon. At most one such task waits for each person. */
    void reviewSoon(String person) {
        if (waiting.add(person)) {
            try {
                thread.execute(loop.repeating(() -> {
                    waiting.remove(person);
                    review.person(person);
                }));
            } catch (RejectedExecutionException e) {
                LOG.debug("Nobody looks after the rooms any more", e);
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
                LOG.warn("A look at the rooms was still running when they closed.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
