// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The check that a test leaves no threads behind that did not run before. Threads get some time to end. */
public final class ThreadLeaks implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(ThreadLeaks.class);

    // Threads that the JVM or the test engine starts when they are first needed, and keeps.
    private static final Pattern OF_THE_JVM = Pattern.compile(
            "ForkJoinPool.*|CompletableFutureDelayScheduler|Common-Cleaner|process reaper.*|junit-.*"
                    + "|surefire-.*|Attach Listener|Signal Dispatcher|Finalizer|Reference Handler|Cleaner-\\d+|Keep-Alive.*"
                    + "|JNA Cleaner|VirtualThread-unparker|VirtualThread-unblocker|Read-Poller|Write-Poller|.*-Compiler Thread.*|C[12] CompilerThread.*");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(SPACE).put("before", Set.copyOf(live()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Set<?> before = context.getStore(SPACE).get("before", Set.class);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!left(before).isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        List<Thread> left = left(before);
        if (!left.isEmpty()) {
            throw new AssertionError("threads left behind: "
                    + left.stream().map(ThreadLeaks::described).collect(Collectors.joining("; ")));
        }
    }

    /** Without their stacks, for which the JVM would halt all of them each time. */
    static Set<Thread> live() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] found = new Thread[all.activeCount() + 100];
        int count = all.enumerate(found);
        while (count == found.length) {
            found = new Thread[2 * count];
            count = all.enumerate(found);
        }
        return Set.copyOf(Arrays.asList(found).subList(0, count));
    }

    static List<Thread> left(Set<?> before) {
        return live().stream()
                .filter(thread -> !before.contains(thread)
                        && thread.isAlive()
                        && !OF_THE_JVM.matcher(thread.getName()).matches())
                .toList();
    }

    private static String described(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return thread.getName() + " " + thread.getState() + (stack.length == 0 ? "" : " at " + stack[0]);
    }
}
