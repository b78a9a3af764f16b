// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.hook;

import io.lynchet.api.data.Hook;
import io.lynchet.api.row.Change;
import io.lynchet.data.app.ServingState;
import io.lynchet.data.store.StoreFeed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runner of after-hooks. Each has its own cursor and thread, so that one that hangs delays only itself.
 *
 * <p>The feed only wakes them; each reads the log itself, so a slow hook fills no queue. A hook hears of changes after
 * its arrival.
 */
public final class AfterHooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AfterHooks.class);
    private static final long CLOSE_SECONDS = 5;
    private static final long IDLE_SECONDS = 10;

    /** The number of hooks at work at the same time; further ones begin with the next change. */
    private static final int THREADS_MAX = 200;

    private final HookChain hooks;
    private final AfterRun.Surroundings surroundings;
    private final AutoCloseable subscription;
    private final Map<String, AfterRun> runs = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, THREADS_MAX, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread worker = new Thread(task, "lynchet-after-hook");
                worker.setDaemon(true);
                return worker;
            });

    public AfterHooks(HookChain hooks, StoreFeed feed, ServingState state) {
        this(hooks, feed, state, Clock.systemUTC());
    }

    public AfterHooks(HookChain hooks, StoreFeed feed, ServingState state, Clock clock) {
        this.hooks = hooks;
        this.surroundings = new AfterRun.Surroundings(hooks, feed, state, clock);
        hooks.whenStuck(this::replaceStuck);
        this.subscription = feed.subscribe(this::changed);
    }

    private void changed(List<Change> changes) {
        List<String> names = hooks.afterNames();
        if (runs.size() > names.size()) {
            forget(names);
        }
        for (String name : names) {
            AfterRun run = runs.get(name);
            if (run == null) {
                forget(names);
                run = new AfterRun(name, AfterRun.Place.after(changes.get(0).seq() - 1), surroundings);
                runs.put(name, run);
            }
            wake(run);
        }
    }

    private void forget(List<String> names) {
        runs.forEach((name, run) -> {
            if (!names.contains(name) && runs.remove(name, run)) {
                run.retire();
            }
        });
    }

    private void wake(AfterRun run) {
        if (run.claim()) {
            try {
                threads.execute(run);
            } catch (RejectedExecutionException e) {
                run.unclaim();
                LOG.debug("The after-hook {} starts with the next change.", run.hook(), e);
            }
        }
    }

    /**
     * Replaces the run of a hook that left during a call and keeps its thread. The next hook of that name goes on
     * behind that change.
     */
    private void replaceStuck(Hook hook) {
        String name = hook.name();
        AfterRun stuck = runs.get(name);
        if (stuck == null || !stuck.isIn(hook) || !runs.remove(name, stuck)) {
            return;
        }
        AfterRun.Place next = stuck.abandon();
        if (hooks.afterNames().contains(name)) {
            AfterRun run = new AfterRun(name, next, surroundings);
            runs.put(name, run);
            wake(run);
        }
    }

    /** Returns one sentence for each hook that hangs or lags. */
    List<String> complaints() {
        List<String> sentences = new ArrayList<>();
        for (AfterRun run : runs.values()) {
            run.complaint().ifPresent(sentences::add);
        }
        sentences.sort(null);
        return sentences;
    }

    @Override
    public void close() throws Exception {
        subscription.close();
        threads.shutdown();
        if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("An after-hook was still running after {} s and is interrupted.", CLOSE_SECONDS);
            threads.shutdownNow();
        }
    }
}
