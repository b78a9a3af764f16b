// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Hook;
import io.lynchet.api.loop.Failures;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Entity;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One after-hook on its way through the log, in order of seq, on one thread at a time. */
final class AfterRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(AfterRun.class);
    private static final int READ_ROWS = 500;
    /** A call that takes longer stands. */
    static final long STANDS_MILLIS = 30_000;
    /** A hook that has not been at the end of the log for so long lags. */
    static final long LAGS_MILLIS = 60_000;

    private final String hook;
    private final Surroundings surroundings;
    private final AtomicReference<Work> work = new AtomicReference<>(Work.NONE);
    private final Failures failures;
    private final Failures waits;
    private volatile long cursor;
    private volatile long told;
    private volatile long caughtUpMillis;
    private volatile Call inside;
    private volatile boolean abandoned;
    private Thread thread;

    private enum Work {
        NONE,
        RUNS,
        RUNS_AND_MORE_CAME
    }

    /** What it works with. */
    record Surroundings(HookChain hooks, StoreFeed feed, ServingState state, Clock clock) {}

    private record Call(Hook hook, Change change, long sinceMillis) {}

    /**
     * Where it is in the log.
     *
     * @param cursor the end of a commit; nobody reads on from inside one
     * @param told seq of the last change that the hook was called for, perhaps inside the commit that follows
     */
    record Place(long cursor, long told) {
        static Place after(long cursor) {
            return new Place(cursor, cursor);
        }
    }

    /** @param place behind which it hears of changes */
    AfterRun(String hook, Place place, Surroundings surroundings) {
        this.hook = hook;
        this.cursor = place.cursor();
        this.told = place.told();
        this.surroundings = surroundings;
        this.caughtUpMillis = surroundings.clock().millis();
        this.failures = new Failures(LOG::error, "The hook " + hook);
        this.waits = new Failures(LOG::warn, "The after-hook " + hook);
    }

    String hook() {
        return hook;
    }

    /** There is more to do. @return whether the caller has to see to it that {@link #run} is called */
    boolean claim() {
        return work.getAndUpdate(now -> now == Work.NONE ? Work.RUNS : Work.RUNS_AND_MORE_CAME) == Work.NONE;
    }

    /** The caller could not. */
    void unclaim() {
        work.set(Work.NONE);
    }

    @Override
    public void run() {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        try {
            do {
                work.set(Work.RUNS);
                catchUp();
            } while (!abandoned && !work.compareAndSet(Work.RUNS, Work.NONE));
        } finally {
            synchronized (this) {
                thread = null;
            }
        }
    }

    private void catchUp() {
        try {
            while (!abandoned && cursor < surroundings.feed().head()) {
                for (Change change : read()) {
                    if (change.seq() > told) {
                        tell(change);
                        if (abandoned) {
                            return;
                        }
                        told = change.seq();
                    }
                    cursor = change.endsCommit() ? change.seq() : cursor;
                }
            }
            caughtUpMillis = surroundings.clock().millis();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("The after-hook {} was interrupted at seq {}.", hook, cursor);
        } catch (LynchetException e) {
            waits.tell(e, "waits at seq " + cursor + " for the next change");
        } catch (Throwable e) {
            failures.tell(e, "could not read the log, and tries again with the next change");
        }
    }

    /** A hook that is slower than the log is long misses what was forgotten, and goes on with what is left. */
    private List<Change> read() {
        StoreFeed feed = surroundings.feed();
        try {
            return feed.read(cursor, READ_ROWS);
        } catch (LynchetException e) {
            long oldest = feed.oldestCursor();
            if (e.code() != ErrorCode.RESYNC_REQUIRED || oldest <= cursor) {
                throw e;
            }
            LOG.error(
                    "The after-hook {} is too slow: the changes {} to {} were pruned before it came to them.",
                    hook,
                    cursor + 1,
                    oldest);
            cursor = oldest;
            return feed.read(cursor, READ_ROWS);
        }
    }

    private void tell(Change change) throws InterruptedException {
        Entity entity = surroundings.state().get().model().schema().entityOrNull(change.entity());
        boolean dropped = change.before() == null && change.after() == null;
        if (entity == null || entity.system() || dropped) {
            return;
        }
        long now = surroundings.clock().millis();
        try {
            surroundings.hooks().after(hook, entity, change, entered -> inside = new Call(entered, change, now));
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            // Also an Error: what one hook of one bundle lacks is nothing to the others, nor to its next change.
            failures.tell(e, "failed after change " + change.seq() + " of " + change.entity() + ", and goes on");
        } finally {
            inside = null;
        }
    }

    /** Whether a call is in this very hook, not in another one of its name. */
    boolean isIn(Hook one) {
        Call call = inside;
        return call != null && call.hook() == one;
    }

    /** Lets it end after the call that is running. */
    void retire() {
        abandoned = true;
    }

    /** Has it never go on, and interrupts it. @return behind the change at which it stands, or where it would have gone on */
    Place abandon() {
        abandoned = true;
        Call call = inside;
        synchronized (this) {
            if (thread != null) {
                thread.interrupt();
            }
        }
        if (call == null) {
            return new Place(cursor, told);
        }
        LOG.error(
                "The after-hook {} left in the middle of change {} of {}; what comes in its place goes on behind it.",
                hook,
                call.change().seq(),
                call.change().entity());
        return new Place(cursor, call.change().seq());
    }

    /** A sentence when it stands or lags. From any thread. */
    Optional<String> complaint() {
        long now = surroundings.clock().millis();
        Call call = inside;
        long head = surroundings.feed().head();
        if (call != null && now - call.sinceMillis() >= STANDS_MILLIS) {
            return Optional.of("The after-hook " + hook + " has been at change "
                    + call.change().seq() + " of " + call.change().entity() + " since " + time(call.sinceMillis())
                    + "; " + (head - call.change().seq()) + " changes wait for it");
        }
        long last = caughtUpMillis;
        if (cursor < head && now - last >= LAGS_MILLIS) {
            return Optional.of(
                    "The after-hook " + hook + " lags by " + (head - cursor) + " changes since " + time(last));
        }
        return Optional.empty();
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
    }
}
