// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs after-hooks on one thread, in order of seq.
 *
 * <p>The feed only wakes it up; it reads the log itself, so a slow hook fills no queue. Changes that come while there is no hook go by unseen
 * on purpose: a hook hears of what happens after it came.
 */
final class AfterHooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AfterHooks.class);
    private static final int READ_ROWS = 500;
    private static final long CLOSE_SECONDS = 5;

    private final HookChain hooks;
    private final StoreFeed feed;
    private final ServingState state;
    private final AutoCloseable subscription;
    private final ExecutorService thread;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicLong skippedTo = new AtomicLong(-1);
    // The end of a commit; nobody reads on from inside one.
    private long cursor = -1;
    private long told = -1;

    AfterHooks(HookChain hooks, StoreFeed feed, ServingState state) {
        this.hooks = hooks;
        this.feed = feed;
        this.state = state;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread worker = new Thread(task, "lynchet-after-hooks");
            worker.setDaemon(true);
            return worker;
        });
        this.subscription = feed.subscribe(this::changed);
    }

    private void changed(List<Change> changes) {
        skippedTo.compareAndSet(-1, changes.get(0).seq() - 1);
        if (hooks.isEmpty()) {
            skippedTo.set(changes.get(changes.size() - 1).seq());
        } else if (woken.compareAndSet(false, true)) {
            thread.execute(this::catchUp);
        }
    }

    private void catchUp() {
        woken.set(false);
        cursor = Math.max(cursor, skippedTo.get());
        try {
            while (cursor < feed.head() && !hooks.isEmpty()) {
                for (Change change : read()) {
                    if (change.seq() > told) {
                        run(change);
                        told = change.seq();
                    }
                    cursor = change.endsCommit() ? change.seq() : cursor;
                }
            }
        } catch (LynchetException e) {
            LOG.warn("After-hooks stopped at seq {} and go on with the next change: {}", cursor, e.getMessage());
        }
    }

    /** A hook that is slower than the log is long misses what was forgotten, and goes on with what is left. */
    private List<Change> read() {
        try {
            return feed.read(cursor, READ_ROWS);
        } catch (LynchetException e) {
            long oldest = feed.oldestCursor();
            if (e.code() != ErrorCode.RESYNC_REQUIRED || oldest <= cursor) {
                throw e;
            }
            LOG.error(
                    "After-hooks are too slow: the changes {} to {} were pruned before they came to them.",
                    cursor + 1,
                    oldest);
            cursor = oldest;
            return feed.read(cursor, READ_ROWS);
        }
    }

    private void run(Change change) {
        Entity entity = state.get().model().schema().entityOrNull(change.entity());
        boolean dropped = change.before() == null && change.after() == null;
        if (entity != null && !dropped) {
            hooks.after(entity, change);
        }
    }

    @Override
    public void close() throws Exception {
        subscription.close();
        thread.shutdown();
        if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("An after-hook was still running after {} s and is interrupted.", CLOSE_SECONDS);
            thread.shutdownNow();
        }
    }
}
