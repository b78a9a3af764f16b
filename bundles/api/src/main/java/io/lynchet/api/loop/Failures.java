// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A log of failures that may repeat. It logs each kind once, and once more a minute while it goes on, with the number
 * of failures in between. Thread-safe; never throws, not even without memory for the message.
 */
public final class Failures {
    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int FRAMES = 6;

    private final BiConsumer<String, Throwable> log;
    private final String subject;
    private String kind = "";
    private long toldNanos;
    private long untold;

    /**
     * Creates the log.
     *
     * @param log the logger, such as {@code LOG::error}; the throwable is null where its stack trace is useless
     * @param subject the subject of the sentences, such as "The hook audit"
     */
    public Failures(BiConsumer<String, Throwable> log, String subject) {
        this.log = log;
        this.subject = subject;
    }

    /**
     * Logs a failure, unless one of its kind was logged within the last minute. An {@link OutOfMemoryError} may end the
     * process, see {@link Vitals}.
     *
     * @param what the rest of the sentence, such as "failed after change 5, and goes on"
     */
    public void tell(Throwable failure, String what) {
        Vitals.suffered(failure);
        try {
            long before = news(failure);
            if (before >= 0) {
                boolean deep = failure instanceof StackOverflowError;
                log.accept(
                        subject + " " + what + ": " + sentence(failure)
                                + (before == 0 ? "" : " (" + before + " more like it since the last report)"),
                        deep ? null : failure);
            }
        } catch (Throwable e) {
            // Logging itself failed. The loop goes on; for lack of memory, the process ends.
            Vitals.suffered(e);
        }
    }

    /**
     * Counts the failure.
     *
     * @return -1 when its kind was logged already, else the number of failures not logged since
     */
    private synchronized long news(Throwable failure) {
        String now = failure.getClass().getName() + " " + failure.getMessage();
        long nanos = System.nanoTime();
        boolean same = now.equals(kind);
        if (same && nanos - toldNanos < AGAIN_NANOS) {
            untold++;
            return -1;
        }
        long before = same ? untold : 0;
        kind = now;
        toldNanos = nanos;
        untold = 0;
        return before;
    }

    private static String sentence(Throwable failure) {
        if (failure instanceof StackOverflowError) {
            return "the stack overflowed at "
                    + Stream.of(failure.getStackTrace())
                            .limit(FRAMES)
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining(", "));
        }
        if (failure instanceof LinkageError) {
            return "a class that it uses is missing, or differs from the one that it was built with (" + failure
                    + "); run 'why <bundle>' in the shell";
        }
        return failure.toString();
    }
}
