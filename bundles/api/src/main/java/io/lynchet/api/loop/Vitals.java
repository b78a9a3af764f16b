// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.loop;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The vital state of this process: its loops and its memory. There is one for the process. Thread-safe; does not block.
 *
 * <p>The code that runs the process (the launcher) sets by {@link #endBy} how it ends. Otherwise, as in tests and in a
 * foreign process, nothing ends it, and loops go on after every failure.
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

    /**
     * Sets the action that ends the process for lack of memory, and that must need no memory. Replaces the previous
     * one.
     */
    public static void endBy(Consumer<? super OutOfMemoryError> ending) {
        end = ending;
    }

    /**
     * Reports a caught throwable that may be an {@link Error}; call it for every such catch. For lack of memory the
     * process ends at once, because nobody knows what libraries have left unfinished; acknowledged commits are safe on
     * disk. Other throwables have no effect. Never throws.
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

    /** Returns whether {@link #suffered} ever received a lack of memory. */
    public static boolean outOfMemory() {
        return outOfMemory;
    }

    /** Returns one sentence for each vital loop that hangs or keeps failing; empty when there is none. */
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

    /**
     * Returns why the process can't serve any more; empty while it can. A vital loop has ended or can't go on, or every
     * turn of it has ended in an {@link Error} for a while.
     */
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
