// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells of failures that may come again and again: each kind once, and once more a minute while it goes on, with the number of those in between.
 * Thread-safe; never throws, not even when there is no memory to tell with.
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
     * @param log where to, such as {@code LOG::error}; the throwable is null where its stack says nothing
     * @param subject begins the sentences, such as "The hook audit"
     */
    public Failures(BiConsumer<String, Throwable> log, String subject) {
        this.log = log;
        this.subject = subject;
    }

    /**
     * Tells of one. An {@link OutOfMemoryError} may end the process, see {@link Vitals}.
     *
     * @param what goes on with the sentence, such as "failed after change 5, and goes on"
     */
    public void tell(Throwable failure, String what) {
        Vitals.suffered(failure);
        try {
            long before = news(failure);
            if (before >= 0) {
                boolean deep = failure instanceof StackOverflowError;
                log.accept(
                        subject + " " + what + ": " + sentence(failure)
                                + (before == 0 ? "" : " (" + before + " more like it since it was told last)"),
                        deep ? null : failure);
            }
        } catch (Throwable e) {
            // There is nothing left to tell it with. The loop goes on; when it was for want of memory, the process
            // ends.
            Vitals.suffered(e);
        }
    }

    /** @return -1 for one that was told already, else how many were not told since */
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
            return "a class that it uses is missing or is not the one it was built with (" + failure
                    + "); 'why' on the shell tells of its bundle";
        }
        return failure.toString();
    }
}
