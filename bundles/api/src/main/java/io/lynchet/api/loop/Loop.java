// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.loop;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A loop of the server, on a thread of its own or as a repeated task of an executor. It has a name, counts its turns,
 * and survives the failure of a turn, even an {@link Error}. {@link Vitals} knows it until it is closed.
 *
 * <p>When a turn fails, the caller of {@link #turn} must settle what that turn owed to others, such as a result.
 */
public final class Loop implements AutoCloseable {
    /** The time after which a vital loop in one turn hangs. */
    static final long STANDS_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** The time after which a vital loop, all of whose turns have ended in an error, can't go on. */
    static final long FAILS_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int FAILURES_MIN = 10;
    private static final long PAUSE_MILLIS_MAX = 1_000;

    private final String name;
    private final boolean vital;
    private final Failures failures;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile Thread thread;
    private volatile boolean turning;
    private volatile long turnNanos;
    private volatile int failed;
    private volatile long failsNanos;
    private volatile long failedNanos;
    private volatile boolean errors;
    private volatile String broken;

    private Loop(String name, boolean vital, BiConsumer<String, Throwable> log) {
        this.name = name;
        this.vital = vital;
        this.failures = new Failures(log, "The loop " + name);
        Vitals.add(this);
    }

    /** The work of a turn; an exception is logged and has no further effect. */
    @FunctionalInterface
    public interface Turn {
        /** Does the work. Blocks for as long as the turn takes. */
        void run() throws Exception;
    }

    /**
     * Creates a loop without which the process can't serve.
     *
     * @param name the name of the loop and of its thread
     * @param log the logger for failures, such as {@code LOG::error}
     */
    public static Loop vital(String name, BiConsumer<String, Throwable> log) {
        return new Loop(name, true, log);
    }

    /**
     * Creates a loop that the process can do without for a while. It has no part in complaints and verdicts; see
     * {@link #vital} for the parameters.
     */
    public static Loop helpful(String name, BiConsumer<String, Throwable> log) {
        return new Loop(name, false, log);
    }

    /**
     * Returns a daemon thread for the loop, not started. When the body throws, the failure is logged and the body runs
     * again, after a pause. The thread ends when the body returns, or throws after {@link #close}.
     */
    public Thread thread(Runnable body) {
        Thread made = new Thread(() -> run(body), name);
        made.setDaemon(true);
        thread = made;
        return made;
    }

    private void run(Runnable body) {
        while (true) {
            try {
                body.run();
                if (broken == null) {
                    // It ends on purpose.
                    close();
                }
                return;
            } catch (Throwable e) {
                if (closed) {
                    return;
                }
                failed(e, "failed and starts again");
                if (!pause()) {
                    close();
                    return;
                }
            }
        }
    }

    /**
     * Runs one turn, on any thread, by one thread at a time. Waiting for work is no part of a turn. A failure is
     * logged. From the second failure in a row on, a pause follows.
     *
     * @return whether the turn succeeded
     * @throws InterruptedException when the turn or the pause was interrupted
     */
    public boolean turn(Turn work) throws InterruptedException {
        begin();
        try {
            work.run();
            failed = 0;
            errors = false;
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            failed(e, "failed in one turn and goes on");
        } finally {
            turning = false;
        }
        if (failed > 1) {
            awaitEnd(pauseMillis());
        }
        return false;
    }

    /**
     * Returns a task for a repeating executor, which would drop a task that throws: the returned task never throws. It
     * makes no pauses.
     */
    public Runnable repeating(Runnable task) {
        return () -> {
            begin();
            try {
                task.run();
                failed = 0;
                errors = false;
            } catch (Throwable e) {
                failed(e, "failed in one turn and goes on with the next");
            } finally {
                turning = false;
            }
        };
    }

    private void begin() {
        turnNanos = System.nanoTime();
        turning = true;
    }

    private void failed(Throwable failure, String what) {
        long now = System.nanoTime();
        int before = failed;
        boolean first = before == 0 || now - failedNanos > STANDS_NANOS;
        if (first) {
            failsNanos = now;
        }
        failedNanos = now;
        failed = first ? 1 : before + 1;
        errors = failure instanceof Error;
        failures.tell(failure, what);
    }

    private boolean pause() {
        try {
            return !awaitEnd(pauseMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits for {@link #close}, at most {@code atMostMillis}; for loops that check something now and then.
     *
     * @return whether it was closed
     */
    public boolean awaitEnd(long atMostMillis) throws InterruptedException {
        return ended.await(atMostMillis, TimeUnit.MILLISECONDS);
    }

    private long pauseMillis() {
        return Math.min(PAUSE_MILLIS_MAX, 1L << Math.min(failed, 10));
    }

    /** Records why the loop can't go on, whatever it tries. A vital loop then ends the process. */
    public void broken(String why) {
        broken = why;
    }

    /** Returns a sentence when the loop is vital and hangs or keeps failing. */
    Optional<String> complaint(long nanos) {
        if (!vital || closed) {
            return Optional.empty();
        }
        if (turning && nanos - turnNanos > STANDS_NANOS) {
            return Optional.of("The loop " + name + " hangs in one turn for " + seconds(nanos - turnNanos) + " s");
        }
        if (failing(nanos)) {
            return Optional.of("The loop " + name + " fails since " + seconds(nanos - failsNanos) + " s");
        }
        return verdict(nanos);
    }

    /** Returns a sentence when the process can no longer serve without this loop. */
    Optional<String> verdict(long nanos) {
        if (!vital || closed) {
            return Optional.empty();
        }
        if (broken != null) {
            return Optional.of("The loop " + name + " can't go on: " + broken);
        }
        Thread own = thread;
        if (own != null && own.getState() == Thread.State.TERMINATED) {
            return Optional.of("The thread of the loop " + name + " has ended");
        }
        if (failing(nanos) && errors && nanos - failsNanos > FAILS_NANOS) {
            return Optional.of("Each turn of the loop " + name + " has ended in an error for "
                    + seconds(nanos - failsNanos) + " s");
        }
        return Optional.empty();
    }

    private boolean failing(long nanos) {
        return failed >= FAILURES_MIN && nanos - failedNanos < STANDS_NANOS;
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    /** Marks the end of the loop as intended. Stops nothing. */
    @Override
    public void close() {
        closed = true;
        ended.countDown();
        Vitals.remove(this);
    }
}
