// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.loop;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Whether this process can go on: its loops, and its memory. One for the process, thread-safe, and blocks nobody.
 *
 * <p>Who runs the process (the launcher) says by {@link #endBy} how it ends; without that, as in tests and in a process of somebody else's, nothing
 * ends it, and loops go on after every failure.
 */
public final class Vitals {
    private static final int CAUSES_MAX = 20;
    private static final Set<Loop> LOOPS = ConcurrentHashMap.newKeySet();
    private static volatile Consumer<? super OutOfMemoryError> end = error -> {};
    private static volatile boolean outOfMemory;

    private Vitals() {}

    static void add(Loop loop) {
        LOOPS.add(loop);
    }

    static void remove(Loop loop) {
        LOOPS.remove(loop);
    }

    /** From now on a want of memory ends the process by this, which must need no memory. Replaces the one before. */
    public static void endBy(Consumer<? super OutOfMemoryError> ending) {
        end = ending;
    }

    /**
     * To be told of everything that is caught and may be an {@link Error}. For want of memory the process ends here and now, because nobody knows
     * what it has left half done in libraries; what was acknowledged is safe on disk. Everything else has no effect. Never throws.
     */
    public static void suffered(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (cause instanceof OutOfMemoryError error) {
                outOfMemory = true;
                end.accept(error);
                return;
            }
            cause = cause.getCause();
        }
    }

    /** Whether {@link #suffered} was ever told of a want of memory. */
    public static boolean outOfMemory() {
        return outOfMemory;
    }

    /** One sentence for each vital loop that stands or keeps failing; none when all is well. */
    public static List<String> complaints() {
        return complaints(System.nanoTime());
    }

    static List<String> complaints(long nanos) {
        return LOOPS.stream()
                .map(loop -> loop.complaint(nanos))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    /** Why the process can't serve any more: a vital loop that has ended, or in which an {@link Error} has ended every turn for a while. */
    public static Optional<String> verdict() {
        return verdict(System.nanoTime());
    }

    static Optional<String> verdict(long nanos) {
        for (Loop loop : LOOPS) {
            Optional<String> why = loop.verdict(nanos);
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }
}
