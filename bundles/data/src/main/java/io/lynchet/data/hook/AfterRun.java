// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.hook;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Hook;
import io.lynchet.api.loop.Failures;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Entity;
import io.lynchet.data.app.ServingState;
import io.lynchet.data.store.StoreFeed;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The run of one after-hook through the log, in order of seq, on one thread at a time. */
public final class AfterRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(AfterRun.class);
    private static final int READ_ROWS = 500;
    /** The time after which a call hangs. */
    public static final long STANDS_MILLIS = 30_000;
    /** The time away from the end of the log after which a hook lags. */
    public static final long LAGS_MILLIS = 60_000;

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

    /** The parts that a run works with. */
    record Surroundings(HookChain hooks, StoreFeed feed, ServingState state, Clock clock) {}

    private record Call(Hook hook, Change change, long sinceMillis) {}

    /**
     * A place in the log.
     *
     * @param cursor the end of a commit; a reader can't resume inside one
     * @param told the seq of the last change that the hook was called for, perhaps inside the commit that follows
     */
    record Place(long cursor, long told) {
        static Place after(long cursor) {
            return new Place(cursor, cursor);
        }
    }

    /** @param place the place behind which the hook hears of changes */
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

    /** Notes more work. @return whether the caller must have {@link #run} called */
    boolean claim() {
        return work.getAndUpdate(now -> now == Work.NONE ? Work.RUNS : Work.RUNS_AND_MORE_CAME) == Work.NONE;
    }

    /** Notes that the caller of {@link #claim} could not have the run called. */
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

    /**
     * Reads the next changes. A hook that is slower than the log is long misses the pruned changes and goes on with the
     * remaining ones.
     */
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
                    "The after-hook {} is too slow: the log has pruned the changes {} to {} before the hook read them.",
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
            // Also an Error: a class missing in one hook's bundle does not concern the others, nor the hook's next
            // change.
            failures.tell(e, "failed after change " + change.seq() + " of " + change.entity() + ", and goes on");
        } finally {
            inside = null;
        }
    }

    /** Returns whether a call is inside this very hook, not another one of its name. */
    boolean isIn(Hook one) {
        Call call = inside;
        return call != null && call.hook() == one;
    }

    /** Ends the run after the current call. */
    void retire() {
        abandoned = true;
    }

    /**
     * Ends the run for good and interrupts it. @return the place behind the change at which it hangs, or at which it
     * would have gone on
     */
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
                "The after-hook {} went during change {} of {}; the next hook of this name continues after that"
                        + " change.",
                hook,
                call.change().seq(),
                call.change().entity());
        return new Place(cursor, call.change().seq());
    }

    /** Returns a sentence when the hook hangs or lags. Any thread may call it. */
    Optional<String> complaint() {
        long now = surroundings.clock().millis();
        Call call = inside;
        long head = surroundings.feed().head();
        if (call != null && now - call.sinceMillis() >= STANDS_MILLIS) {
            return Optional.of("The after-hook " + hook + " hangs in change "
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
